import { z } from 'zod';
import {
  type Backend,
  type Put,
  type Requirement,
  SCAN_PAGE,
  type StoredRecord,
} from '../backends/backend.js';
import { open, seal, type SealingKeys } from './seal.js';
import { type SetAside, settingAside, UnreadableRecord } from '../backends/unreadable-record.js';

/** The expiry is sealed along with the text: nobody with access to the database can prolong a record's life. */
const Content = z.tuple([z.string(), z.number().nullable()]);

export interface SealingOptions {
  readonly now?: () => number;
  /** Which keys hold sealed texts; all of them when absent. */
  readonly isSealed?: (key: string) => boolean;
  /** As `Backend.setAside`; that of the backend when absent. */
  readonly setAside?: SetAside | undefined;
}

/** Wraps a backend so that its texts are sealed. Reading a text of an older key seals it with the first one. */
export function sealed(
  backend: Backend,
  keys: SealingKeys,
  { now = Date.now, isSealed = () => true, setAside = backend.setAside }: SealingOptions = {},
): Backend {
  const close = (key: string, text: string, ttlMs: number | undefined): string =>
    seal(keys, key, JSON.stringify([text, ttlMs === undefined ? null : now() + ttlMs]));
  const closed = (put: Put): Put =>
    isSealed(put.key) ? { ...put, text: close(put.key, put.text, put.ttlMs) } : put;

  const opened = (key: string, stored: string) => {
    const { text: content, stale } = open(keys, key, stored);
    const [text, expires] = contentOf(key, content);
    const ttlMs = expires === null ? undefined : expires - now();
    return ttlMs !== undefined && ttlMs <= 0 ? undefined : { text, ttlMs, stale };
  };
  const clear = (key: string, stored: string | undefined): string | undefined =>
    stored === undefined || !isSealed(key) ? stored : opened(key, stored)?.text;

  const read = async (key: string, stored: string | undefined): Promise<string | undefined> => {
    if (stored === undefined || !isSealed(key)) return stored;
    const content = opened(key, stored);
    if (content?.stale === true) {
      const { text, ttlMs } = content;
      // A record that was changed in the meantime was also sealed with the first key.
      await backend.commit({ require: [{ key, text: stored }], put: [closed({ key, text, ttlMs })] });
    }
    return content?.text;
  };

  /** `undefined` for what is set aside. */
  const readable = async (key: string, stored: string | undefined): Promise<string | undefined> => {
    try {
      return await read(key, stored);
    } catch (error) {
      settingAside(error, setAside);
      return undefined;
    }
  };

  return {
    ...backend,
    ...(setAside !== undefined && { setAside }),

    get: async (key) => read(key, await backend.get(key)),

    async getAll(wanted) {
      const stored = await backend.getAll(wanted);
      return Promise.all(wanted.map((key, index) => readable(key, stored[index])));
    },

    async scan(prefix, { after, limit = SCAN_PAGE, backwards } = {}) {
      const records: StoredRecord[] = [];
      let last = after;
      for (let left = limit; left > 0; left = limit - records.length) {
        const page = await backend.scan(prefix, { after: last, limit: left, backwards });
        for (const [key, stored] of page) {
          const text = await readable(key, stored);
          if (text !== undefined) records.push([key, text]);
        }
        if (page.length < left) break;
        last = page.at(-1)?.[0];
      }
      return records;
    },

    async commit({ require = [], put = [], delete: removed = [] }) {
      const closedPut = put.map(closed);
      const asStored = (standing: readonly (string | undefined)[]): readonly Requirement[] =>
        require.map(({ key, text }, index) => ({ key, text: isSealed(key) ? standing[index] : text }));
      const isMet = (standing: readonly (string | undefined)[]): boolean =>
        require.every(({ key, text }, index) => clear(key, standing[index]) === text);
      const refused = (standing: readonly (string | undefined)[]) => ({
        kind: 'refused' as const,
        standing: require.map(({ key }, index) => clear(key, standing[index])),
      });

      // Sealing a text twice gives two results, so it is opened to compare, and required as it is stored.
      let required = require;
      if (require.some(({ key, text }) => text !== undefined && isSealed(key))) {
        const standing = await backend.getAll(require.map(({ key }) => key));
        if (!isMet(standing)) return refused(standing);
        required = asStored(standing);
      }
      for (;;) {
        const outcome = await backend.commit({ require: required, put: closedPut, delete: removed });
        if (outcome.kind === 'done') return outcome;
        if (!isMet(outcome.standing)) return refused(outcome.standing);
        required = asStored(outcome.standing);
      }
    },
  };
}

function contentOf(key: string, text: string): z.infer<typeof Content> {
  const content = Content.safeParse(JSON.parse(text));
  if (content.success) return content.data;
  throw new UnreadableRecord(key, 'is sealed, and holds something else than this bot seals');
}
