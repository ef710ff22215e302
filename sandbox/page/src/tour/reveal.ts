const WITHIN_MS = 5000;
const LOOK_EVERY_MS = 100;

/** Scrolls to the last button of this action once it is on the screen; gives up when none comes. */
export function reveal(actionId: string): void {
  const until = performance.now() + WITHIN_MS;
  const look = (): void => {
    const buttons = document.querySelectorAll(`main button[data-action^="${actionId}"]`);
    const button = buttons[buttons.length - 1];
    if (button) button.scrollIntoView({ block: 'nearest' });
    else if (performance.now() < until) setTimeout(look, LOOK_EVERY_MS);
  };
  setTimeout(look, LOOK_EVERY_MS);
}
