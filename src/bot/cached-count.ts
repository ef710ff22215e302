import type { Backend } from '../storage/backends/backend.js';
import { scanAll } from '../storage/backends/scan-all.js';

/** Counting means reading: what was counted is told this long. */
const GOOD_FOR_MS = 60_000;

/** How many records there are whose key starts with `prefix`, of all workspaces; a minute old at most. */
export function cachedCount(backend: Backend, prefix: string): () => Promise<number> {
  let counted: { readonly count: Promise<number>; readonly at: number } | undefined;
  const countAll = async (): Promise<number> => {
    let count = 0;
    for await (const _record of scanAll(backend, prefix)) count += 1;
    return count;
  };
  return () => {
    if (counted === undefined || performance.now() - counted.at > GOOD_FOR_MS) {
      const counting = { count: countAll(), at: performance.now() };
      counted = counting;
      counting.count.catch(() => {
        if (counted === counting) counted = undefined;
      });
    }
    return counted.count;
  };
}
