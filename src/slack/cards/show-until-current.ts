import { isDeepStrictEqual } from 'node:util';

/**
 * Shows how things are, and again where that has changed since it was drawn: Slack may have taken it after what somebody
 * else has drawn later. Where `draw` resolves to `undefined`, nothing is shown. `standing`: what is shown already.
 */
export async function showUntilCurrent<Drawn>(
  draw: () => Promise<Drawn | undefined>,
  show: (drawn: Drawn) => Promise<void>,
  standing?: Drawn,
): Promise<void> {
  for (let shown = standing; ; ) {
    const drawn = await draw();
    if (drawn === undefined || isDeepStrictEqual(drawn, shown)) return;
    await show(drawn);
    shown = drawn;
  }
}
