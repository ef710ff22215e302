import { type Backend, DONE, SCAN_PAGE, SWEPT_AT_ONCE } from './backend.js';
import { byCodePoint, keyRange } from './key-order.js';

interface Kept {
  readonly text: string;
  readonly expires: number | undefined;
}

/** Keeps everything in this process and loses it with it: for tests. */
export function memoryBackend(now: () => number = Date.now): Backend {
  const kept = new Map<string, Kept>();
  /** In order. */
  const keys: string[] = [];

  const isLive = ({ expires }: Kept): boolean => expires === undefined || expires > now();
  const live = (key: string): string | undefined => {
    const record = kept.get(key);
    return record !== undefined && isLive(record) ? record.text : undefined;
  };
  const keep = (key: string, text: string, ttlMs: number | undefined): void => {
    if (!kept.has(key)) keys.splice(firstAtOrAbove(keys, key), 0, key);
    kept.set(key, { text, expires: ttlMs === undefined ? undefined : now() + ttlMs });
  };
  const remove = (key: string): void => {
    if (kept.delete(key)) keys.splice(firstAtOrAbove(keys, key), 1);
  };

  // No operation awaits anything between looking and changing, which is what makes them atomic.
  return {
    shared: false,
    get: async (key) => live(key),
    getAll: async (wanted) => wanted.map(live),

    async scan(prefix, range = {}) {
      const { limit = SCAN_PAGE, backwards = false } = range;
      const { from, end } = keyRange(prefix, range);
      const first = firstAtOrAbove(keys, from.key);
      const bottom = !from.isIncluded && keys[first] === from.key ? first + 1 : first;
      const top = end === undefined ? keys.length : firstAtOrAbove(keys, end);
      const found: (readonly [string, string])[] = [];
      for (let step = 0; step < top - bottom && found.length < limit; step += 1) {
        const key = keys[backwards ? top - 1 - step : bottom + step] ?? '';
        const text = live(key);
        if (text !== undefined) found.push([key, text]);
      }
      return found;
    },

    async commit({ require = [], put = [], delete: removed = [] }) {
      const standing = require.map(({ key }) => live(key));
      if (require.some(({ text }, index) => text !== standing[index])) return { kind: 'refused', standing };
      for (const { key, text, ttlMs } of put) keep(key, text, ttlMs);
      for (const key of removed) remove(key);
      return DONE;
    },

    now: async () => now(),

    async sweep() {
      const expired = [...kept].filter(([, record]) => !isLive(record)).slice(0, SWEPT_AT_ONCE);
      for (const [key] of expired) remove(key);
      return expired.length;
    },

    // The keys are always in order here.
    indexKeys: async () => {},

    health: async () => {},
    close: async () => {
      kept.clear();
      keys.length = 0;
    },
  };
}

/** Finds the index of the first of the ordered keys that is `key` or above it. */
function firstAtOrAbove(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (byCodePoint(keys[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
