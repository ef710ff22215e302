import type { SealingKeys } from './seal.js';

export interface WeakKey {
  readonly id: string;
  /** Why it protects nothing, to be read after its name. */
  readonly why: string;
}

/** Thirty-two random bytes have some thirty different ones, and as many steps from one to the next. */
const LEAST_DIFFERENT = 12;

/** The keys that protect nothing: those that are no random bytes, and those that are there twice. */
export function weakKeys(keys: SealingKeys): readonly WeakKey[] {
  const found: WeakKey[] = [];
  const ids = new Map<string, string>();
  for (const { id, key } of keys.all.values()) {
    const bytes = key.export();
    const text = bytes.toString('base64');
    const other = ids.get(text);
    if (isRegular(bytes)) found.push({ id, why: 'is not random' });
    else if (other !== undefined) found.push({ id, why: `is the same as key ${other}` });
    else ids.set(text, id);
  }
  return found;
}

function isRegular(bytes: Buffer): boolean {
  const steps = [...bytes].map((byte, at) => (byte - (bytes[at - 1] ?? 0) + 256) % 256);
  return new Set(bytes).size < LEAST_DIFFERENT || new Set(steps).size < LEAST_DIFFERENT;
}
