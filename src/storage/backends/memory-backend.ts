import type { Backend } from './backend.js';
import { byCodePoint } from './key-order.js';

interface Kept {
  readonly text: string;
  readonly expires: number | undefined;
}

/** Keeps everything in this process and loses it with it: for tests. */
export function memoryBackend(now: () => number = Date.now): Backend {
  const kept = new Map<string, Kept>();

  const isLive = ({ expires }: Kept): boolean => expires === undefined || expires > now();
  const live = (key: string): string | undefined => {
    const record = kept.get(key);
    return record !== undefined && isLive(record) ? record.text : undefined;
  };
  const keep = (key: string, text: string, ttlMs: number | undefined): void => {
    kept.set(key, { text, expires: ttlMs === undefined ? undefined : now() + ttlMs });
  };

  // No operation awaits anything between looking and changing, which is what makes them atomic.
  return {
    shared: false,
    get: async (key) => live(key),
    set: async (key, text, ttlMs) => keep(key, text, ttlMs),
    delete: async (key) => void kept.delete(key),

    async putIfAbsent(key, text, ttlMs) {
      if (live(key) !== undefined) return false;
      keep(key, text, ttlMs);
      return true;
    },

    async replace(key, expected, next, ttlMs) {
      if (live(key) !== expected) return false;
      keep(key, next, ttlMs);
      return true;
    },

    async *scan(prefix) {
      const keys = [...kept.keys()].filter((key) => key.startsWith(prefix)).sort(byCodePoint);
      for (const key of keys) {
        const text = live(key);
        if (text !== undefined) yield [key, text] as const;
      }
    },

    async sweep() {
      const expired = [...kept].filter(([, record]) => !isLive(record));
      for (const [key] of expired) kept.delete(key);
      return expired.length;
    },

    health: async () => {},
    close: async () => kept.clear(),
  };
}
