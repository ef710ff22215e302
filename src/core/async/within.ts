/** Thrown by `within` when the time is over. */
export class TooLate extends Error {}

/**
 * Settles as `work` does, or rejects with `TooLate` after `ms`. The work is not undone by that: whether a late write lands
 * is unknown, so a caller that must know puts something unique into the value and reads it again.
 */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Settles as `work` does, or resolves to `undefined` after `ms`. The work goes on; a later failure is not heard here. */
export async function unlessLate<Result>(ms: number, work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await within(ms, work);
  } catch (error) {
    if (error instanceof TooLate) return undefined;
    throw error;
  }
}
