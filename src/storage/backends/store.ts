import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { RecordParts, Store } from '../../core/store.js';
import type { Backend } from './backend.js';
import { committing } from './commit.js';
import { scanAll } from './scan-all.js';
import { textKeyv } from './text-keyv.js';
import { settingAside, UnreadableRecord } from './unreadable-record.js';

export interface StoreParts<Value> {
  readonly backend: Backend;
  /** What a record is. */
  readonly schema: z.ZodType<Value>;
  /** Whether some of the schema is a codec: then the stored form differs from the value. */
  readonly isCodec?: boolean;
}

const Envelope = z.object({ value: z.unknown() });

/** Records of one kind as JSON, checked by their schema on the way in and out. */
export function createStore<Value>({ backend, schema, isCodec = false }: StoreParts<Value>): Store<Value> {
  const keyv = textKeyv(backend);
  const commit = committing(backend);

  const stored = (value: Value): string => {
    // Where both forms are the same, parsing checks as much as encoding, at a third of the cost.
    const text = JSON.stringify({ value: isCodec ? z.encode(schema, value) : schema.parse(value) });
    // JSON leaves out what is undefined, and then the record would read as absent.
    if (text === '{}') throw new TypeError('undefined cannot be stored');
    return text;
  };

  // The value itself never gets into a message: it may be a secret, and messages get into logs.
  const read = (key: string, text: string): Value => {
    const envelope = Envelope.safeParse(fromJson(text));
    if (!envelope.success) throw new UnreadableRecord(key, 'is not JSON as written by this store');
    const value = schema.safeParse(envelope.data.value);
    if (value.success) return value.data;
    const where = value.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.code}`);
    throw new UnreadableRecord(key, `does not fit its schema (${where.join(', ')})`);
  };

  /** `undefined` for what is set aside. */
  const readable = (key: string, text: string): Value | undefined => {
    try {
      return read(key, text);
    } catch (error) {
      settingAside(error, backend.setAside);
      return undefined;
    }
  };

  const part: RecordParts<Value> = {
    put: (key, value, ttlMs) => ({
      kind: 'put',
      key: checked(key),
      text: stored(value),
      ttlMs: lifetime(ttlMs),
    }),
    delete: (key) => ({ kind: 'delete', key: checked(key) }),
    expect(key, value) {
      const text = value === undefined ? undefined : stored(value);
      return {
        kind: 'require',
        key: checked(key),
        text,
        // Compared as values: the text may have been written with other spacing, order or unknown fields.
        isMet: (standing) =>
          text !== undefined && isDeepStrictEqual(fromJson(stored(read(key, standing))), fromJson(text)),
        standing({ texts }) {
          const standing = texts.get(key);
          return standing === undefined ? undefined : read(key, standing);
        },
      };
    },
  };

  const swap: Store<Value>['swap'] = async (key, expected, next, ttlMs) => {
    const before = part.expect(key, expected);
    const landed = await commit([before, part.put(key, next, ttlMs)]);
    return landed.kind === 'done'
      ? { kind: 'swapped' }
      : { kind: 'other', standing: before.standing(landed) };
  };

  return {
    part,
    swap,

    async get(key) {
      const text = await keyv.get(checked(key));
      return text === undefined ? undefined : read(key, text);
    },

    async getAll(keys) {
      const texts = await backend.getAll(keys.map(checked));
      return keys.map((key, index) => {
        const text = texts[index];
        return text === undefined ? undefined : readable(key, text);
      });
    },

    async put(key, value, ttlMs) {
      await keyv.set(checked(key), stored(value), lifetime(ttlMs));
    },

    async delete(key) {
      await keyv.delete(checked(key));
    },

    async putIfAbsent(key, value, ttlMs) {
      const landed = await commit([part.expect(key, undefined), part.put(key, value, ttlMs)]);
      return landed.kind === 'done';
    },

    async replace(key, expected, next, ttlMs) {
      return (await swap(key, expected, next, ttlMs)).kind === 'swapped';
    },

    async *scan(prefix, range = {}) {
      let { after, limit } = range;
      for (;;) {
        let setAside = 0;
        for await (const [key, text] of scanAll(backend, prefix, { ...range, after, limit })) {
          after = key;
          const value = readable(key, text);
          if (value === undefined) setAside += 1;
          else yield [key, value] as const;
        }
        if (setAside === 0 || limit === undefined) return;
        // As many as were asked for, if there are.
        limit = setAside;
      }
    },

    async *keys(prefix, range) {
      for await (const [key] of scanAll(backend, prefix, range)) yield key;
    },
  };
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
