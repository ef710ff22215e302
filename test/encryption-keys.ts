import { createHash } from 'node:crypto';

/** An entry of `ENCRYPTION_KEYS`: the same key for the same id each time; another `seed` makes another key of that id. */
export function encryptionKey(id: string, seed = id): string {
  return `${id}:${createHash('sha256').update(`encryption key ${seed}`).digest('base64')}`;
}

/** The `ENCRYPTION_KEYS` that every test uses which has no reason to choose its own. */
export const ENCRYPTION_KEYS = encryptionKey('k1');
