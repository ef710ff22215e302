import { isDeepStrictEqual } from 'node:util';
import { Keyv } from 'keyv';
import { z } from 'zod';
import type { Store } from '../../core/store.js';
import type { Backend } from './backend.js';

export interface StoreParts<Value> {
  readonly backend: Backend;
  /** What a record is; a codec where the stored form differs from the value. */
  readonly schema: z.ZodType<Value>;
}

const Envelope = z.object({ value: z.unknown() });

/** Records of one kind as JSON, checked by their schema on the way in and out. */
export function createStore<Value>({ backend, schema }: StoreParts<Value>): Store<Value> {
  const keyv = textKeyv(backend);

  const stored = (value: Value): string => {
    const text = JSON.stringify({ value: z.encode(schema, value) });
    // JSON leaves out what is undefined, and then the record would read as absent.
    if (text === '{}') throw new TypeError('undefined cannot be stored');
    return text;
  };

  // The value itself never gets into a message: it may be a secret, and messages get into logs.
  const read = (key: string, text: string): Value => {
    const envelope = Envelope.safeParse(fromJson(text));
    if (!envelope.success) throw new Error(`The record ${key} is not JSON as written by this store`);
    const value = schema.safeParse(envelope.data.value);
    if (value.success) return value.data;
    const where = value.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.code}`);
    throw new Error(`The record ${key} does not fit its schema (${where.join(', ')})`);
  };

  const swap: Store<Value>['swap'] = async (key, expected, next, ttlMs) => {
    const expectedText = stored(expected);
    const nextText = stored(next);
    // Mostly it stands there as this version of us writes it: one round trip.
    if (await backend.replace(checked(key), expectedText, nextText, lifetime(ttlMs)))
      return { kind: 'swapped' };
    for (;;) {
      const text = await backend.get(checked(key));
      const standing = text === undefined ? undefined : read(key, text);
      // Compared as values: the text may have been written with other spacing, order or unknown fields.
      if (
        text === undefined ||
        standing === undefined ||
        !isDeepStrictEqual(fromJson(stored(standing)), fromJson(expectedText))
      ) {
        return { kind: 'other', standing };
      }
      // Losing to somebody who wrote the same value again is not losing.
      if (await backend.replace(key, text, nextText, lifetime(ttlMs))) return { kind: 'swapped' };
    }
  };

  return {
    async get(key) {
      const text = await keyv.get(checked(key));
      return text === undefined ? undefined : read(key, text);
    },

    async put(key, value, ttlMs) {
      await keyv.set(checked(key), stored(value), lifetime(ttlMs));
    },

    async delete(key) {
      await keyv.delete(checked(key));
    },

    putIfAbsent: async (key, value, ttlMs) =>
      backend.putIfAbsent(checked(key), stored(value), lifetime(ttlMs)),

    async replace(key, expected, next, ttlMs) {
      return (await swap(key, expected, next, ttlMs)).kind === 'swapped';
    },

    swap,

    async *scan(prefix) {
      for await (const [key, text] of backend.scan(prefix)) yield [key, read(key, text)] as const;
    },
  };
}

/**
 * Keyv as a thin façade: no namespaces, hooks or serialisation of its own. The lifetime is the backend's alone,
 * since Keyv deletes by key what it saw expired, and a value written in between would go with it.
 */
function textKeyv(backend: Backend): Keyv<string> {
  const keyv = new Keyv<string>({
    store: {
      async get(key: string) {
        const value = await backend.get(key);
        return value === undefined ? undefined : { value };
      },
      set: (key: string, { value }: { readonly value: string }, ttlMs?: number) =>
        backend.set(key, value, ttlMs),
      delete: (key: string) => backend.delete(key),
      clear: () => Promise.reject(new Error('a store is never cleared')),
    },
    // By default a store that is down reads as "nothing there".
    throwOnErrors: true,
    emitErrors: false,
    useKeyPrefix: false,
  });
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  return keyv;
}

/** `undefined` for what is not JSON: the parser's own error would quote the text. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Postgres indexes no longer ones. */
const LONGEST_KEY_BYTES = 2048;

/** Refuses keys that some backend cannot tell apart from others, or cannot hold. */
function checked(key: string): string {
  if (key === '' || /[\0\p{Surrogate}]/u.test(key)) throw new RangeError('a key is empty or not valid text');
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) {
    throw new RangeError(`a key is longer than ${LONGEST_KEY_BYTES} bytes`);
  }
  return key;
}

/** Whole milliseconds, since Redis takes no others, and at least one: to Keyv, 0 means for ever. */
function lifetime(ttlMs: number | undefined): number | undefined {
  if (ttlMs === undefined) return undefined;
  if (!Number.isFinite(ttlMs)) throw new RangeError('a lifetime is not a number of milliseconds');
  return Math.max(1, Math.ceil(ttlMs));
}
