import { z } from 'zod';
import type { Claims, Store } from '../core/ports.js';

export const StoredClaim = z.literal(true);
export type StoredClaim = z.infer<typeof StoredClaim>;

/** Claims over any store. */
export function claims(store: Store<StoredClaim>): Claims {
  return { once: (key, ttlMs) => store.putIfAbsent(`once:${key}`, true, ttlMs) };
}
