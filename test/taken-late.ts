import { expect } from 'vitest';
import type { Running } from './harness.js';

/** Starts the bot again; Slack takes the next call of a method only once it is let through. */
export async function takenLate(running: Running, method: string) {
  let takesIt = (): void => undefined;
  const taken = new Promise<void>((resolve) => {
    takesIt = resolve;
  });
  let isSent = false;
  await running.restart({
    fetch: async (input, init) => {
      const isFirst = !isSent && String(input).endsWith(`/${method}`);
      isSent ||= isFirst;
      if (isFirst) await taken;
      return fetch(input, init);
    },
  });
  return { takesIt, sent: () => expect.poll(() => isSent, { timeout: 10_000 }).toBe(true) };
}
