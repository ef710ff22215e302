import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { UnreadableRecord } from '../backends/unreadable-record.js';

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface SealingKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The first key seals, all of them open. */
export interface SealingKeys {
  readonly first: SealingKey;
  readonly all: ReadonlyMap<string, SealingKey>;
}

/** Reads `id:base64[,id:base64…]` with 32 bytes each, the value of `ENCRYPTION_KEYS`. */
export function parseKeys(text: string): SealingKeys {
  const keys = text.split(',').map((entry, index): SealingKey => {
    const [, id, base64 = ''] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry.trim()) ?? [];
    if (id === undefined) throw malformed(`entry ${index + 1} is not id:base64`);
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length !== 32) throw malformed(`key ${id} does not have 32 bytes`);
    return { id, key: createSecretKey(bytes) };
  });
  const all = new Map(keys.map((key) => [key.id, key]));
  const twice = keys.find((key) => all.get(key.id) !== key);
  if (twice !== undefined) throw malformed(`two keys have the id ${twice.id}`);
  const [first] = keys;
  if (first === undefined) throw malformed('there is none');
  return { first, all };
}

const malformed = (why: string): Error =>
  new Error(
    `ENCRYPTION_KEYS must be id:base64[,id:base64…] with 32 bytes each, and ${why}: \`npm run keys\` prints a new value`,
  );

/** Seals a text for one storage key: `v1.<key id>.<iv, ciphertext and tag>`. Anywhere else it does not open. */
export function seal(keys: SealingKeys, storageKey: string, text: string): string {
  const { id, key } = keys.first;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(id, storageKey));
  const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${id}.${body.toString('base64url')}`;
}

export interface Opened {
  readonly text: string;
  /** Sealed with a key that is not the first: to be sealed again, so that the old key can be retired. */
  readonly stale: boolean;
}

/** Throws, without saying anything of the content, unless this very text was sealed for this very storage key. */
export function open(keys: SealingKeys, storageKey: string, sealed: string): Opened {
  const [version, id = '', base64 = '', ...rest] = sealed.split('.');
  if (version !== VERSION || rest.length > 0) throw new UnreadableRecord(storageKey, 'is not sealed');
  const sealing = keys.all.get(id);
  if (sealing === undefined) throw new UnreadableRecord(storageKey, 'is sealed with a key that we lack');
  const body = Buffer.from(base64, 'base64url');
  const refusal = 'does not open: it was altered, moved, or sealed with another key of the same id';
  // Buffer reads past characters that are not base64; what is not exactly as we wrote it was altered.
  if (body.length < IV_BYTES + TAG_BYTES || body.toString('base64url') !== base64)
    throw new UnreadableRecord(storageKey, refusal);
  const decipher = createDecipheriv(CIPHER, sealing.key, body.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(id, storageKey));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return { text: text.toString('utf8'), stale: id !== keys.first.id };
  } catch (cause) {
    throw new UnreadableRecord(storageKey, refusal, { cause });
  }
}

/** The id of the key with which a stored text is sealed; `undefined` for a text that is not sealed. */
export function sealedWith(text: string): string | undefined {
  return /^v1\.([A-Za-z0-9_-]{1,32})\.[A-Za-z0-9_-]+$/.exec(text)?.[1];
}

const boundTo = (id: string, storageKey: string): Buffer =>
  Buffer.from(JSON.stringify([VERSION, id, storageKey]));
