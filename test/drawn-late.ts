import { expect } from 'vitest';
import type { Running } from './harness.js';

/** Slack takes the first message that is drawn again from now on only once it is let through. */
export async function drawnLate(running: Running) {
  let takesIt = (): void => undefined;
  const taken = new Promise<void>((resolve) => {
    takesIt = resolve;
  });
  let isDrawn = false;
  await running.restart({
    fetch: async (input, init) => {
      const isFirst = !isDrawn && String(input).endsWith('/chat.update');
      isDrawn ||= isFirst;
      if (isFirst) await taken;
      return fetch(input, init);
    },
  });
  return { takesIt, drawn: () => expect.poll(() => isDrawn).toBe(true) };
}
