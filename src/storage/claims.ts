import { z } from 'zod';
import type { Claims, Store } from '../core/ports.js';

export const StoredClaim = z.literal(true);
export type StoredClaim = z.infer<typeof StoredClaim>;

/** Of one process: what Slack, or a finger, repeats mostly comes soon, and to the same one. */
const REMEMBERED_AT_MOST = 10_000;

/** Claims over any store; what this process itself has claimed is known without asking it. */
export function claims(store: Store<StoredClaim>, now: () => Date): Claims {
  const until = new Map<string, number>();
  return {
    isKnown: (key) => (until.get(key) ?? 0) > now().getTime(),

    async once(key, ttlMs) {
      const asked = now().getTime();
      if ((until.get(key) ?? 0) > asked) return false;
      const isMine = await store.putIfAbsent(`once:${key}`, true, ttlMs);
      if (isMine) {
        // Counted from before the store does: it is never remembered longer than it stands.
        until.set(key, asked + ttlMs);
        const [oldest] = until.keys();
        if (until.size > REMEMBERED_AT_MOST && oldest !== undefined) until.delete(oldest);
      }
      return isMine;
    },
  };
}
