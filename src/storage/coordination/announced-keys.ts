import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Announcement } from '../../core/coordination/announcement.js';
import type { Backend } from '../backends/backend.js';
import type { SealingKey, SealingKeys } from '../sealing/seal.js';
import { createStore } from '../backends/store.js';

/** With which keys a running replica seals and opens, each as `<id>.<fingerprint>`. */
const Announced = z.object({ seals: z.string(), opens: z.array(z.string()) });
type Announced = z.infer<typeof Announced>;

const ANNOUNCEMENTS = 'lease:keys:';

/** Tells other replicas which keys this one has; `process` is this one's id. */
export function announcedKeys(backend: Backend, keys: SealingKeys, process: string): Announcement {
  const store = createStore({ backend, schema: Announced });
  const key = `${ANNOUNCEMENTS}${process}`;
  const announced = announcementOf(keys);
  return {
    renew: (ttlMs) => store.put(key, announced, ttlMs),
    withdraw: () => store.delete(key),
  };
}

/**
 * Makes sure that running replicas open what these keys seal, and these keys what running replicas seal; throws one
 * line otherwise. A starting process announces its keys before it asks, so that one of two that start at once is told.
 */
export async function verifyAmongReplicas(backend: Backend, keys: SealingKeys): Promise<void> {
  const own = announcementOf(keys);
  for await (const [, { seals, opens }] of createStore({ backend, schema: Announced }).scan(ANNOUNCEMENTS)) {
    if (!opens.includes(own.seals)) {
      throw new Error(
        `ENCRYPTION_KEYS: a running replica cannot open what key ${keys.first.id} seals. Give every replica the new key behind the old one first, restart them all, and only then put the new key before the old one`,
      );
    }
    if (!own.opens.includes(seals)) {
      throw new Error(
        `ENCRYPTION_KEYS lacks key ${seals.split('.', 1).join()}, with which a running replica seals: add it behind the first`,
      );
    }
  }
}

const announcementOf = ({ first, all }: SealingKeys): Announced => ({
  seals: named(first),
  opens: [...all.values()].map(named),
});

/** Two keys of one id are told apart; nothing of a key can be learned from it. */
const named = ({ id, key }: SealingKey): string =>
  `${id}.${createHmac('sha256', key).update('announced').digest('base64url').slice(0, 16)}`;
