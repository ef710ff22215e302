import { z } from 'zod';
import type { Backend } from './backend.js';
import { open, seal, type SealingKeys } from './seal.js';

/** The expiry is sealed along with the text: nobody with access to the database can prolong a record's life. */
const Content = z.tuple([z.string(), z.number().nullable()]);

/** The same backend, in which every text is sealed. What was sealed with an older key is sealed anew when read. */
export function sealed(backend: Backend, keys: SealingKeys, now: () => number = Date.now): Backend {
  const close = (key: string, text: string, ttlMs: number | undefined): string =>
    seal(keys, key, JSON.stringify([text, ttlMs === undefined ? null : now() + ttlMs]));

  const opened = (key: string, stored: string) => {
    const { text: content, stale } = open(keys, key, stored);
    const [text, expires] = Content.parse(JSON.parse(content));
    const ttlMs = expires === null ? undefined : expires - now();
    return ttlMs !== undefined && ttlMs <= 0 ? undefined : { text, ttlMs, stale };
  };

  const read = async (key: string, stored: string): Promise<string | undefined> => {
    const content = opened(key, stored);
    if (content?.stale === true) {
      // Whoever changed the record in the meantime sealed it with the first key, too.
      await backend.replace(key, stored, close(key, content.text, content.ttlMs), content.ttlMs);
    }
    return content?.text;
  };

  return {
    ...backend,
    set: (key, text, ttlMs) => backend.set(key, close(key, text, ttlMs), ttlMs),
    putIfAbsent: (key, text, ttlMs) => backend.putIfAbsent(key, close(key, text, ttlMs), ttlMs),

    async get(key) {
      const stored = await backend.get(key);
      return stored === undefined ? undefined : read(key, stored);
    },

    async replace(key, expected, next, ttlMs) {
      // The same text is sealed differently every time, so it is opened to compare, and swapped as it is stored.
      for (;;) {
        const stored = await backend.get(key);
        if (stored === undefined || opened(key, stored)?.text !== expected) return false;
        if (await backend.replace(key, stored, close(key, next, ttlMs), ttlMs)) return true;
      }
    },

    async *scan(prefix) {
      for await (const [key, stored] of backend.scan(prefix)) {
        const text = await read(key, stored);
        if (text !== undefined) yield [key, text] as const;
      }
    },
  };
}
