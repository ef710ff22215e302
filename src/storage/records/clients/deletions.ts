import { z } from 'zod';
import { Deleter } from '../../../core/model/client-record.js';
import type { ClientId, WorkspaceId } from '../../../core/model/ids.js';
import type { Deletion, DeletionClaim, Deletions } from '../../../core/clients/deletions.js';
import type { Store } from '../../../core/store.js';
import { DAY_MS } from '../../../core/model/durations.js';

/** Longer than a deletion with all its retries takes: after it, a claim whose process died is free again. */
const CLAIM_LIVES_MS = 60_000;
const RELEASED_LIVES_MS = 1;
const OUTCOME_LIVES_MS = 365 * DAY_MS;

export const StoredDeletion = z.object({
  by: Deleter,
  at: z.iso.datetime(),
  done: z.boolean(),
  intent: z.string().optional(),
  /** Given back: it counts as gone, and is in a moment. */
  released: z.literal(true).optional(),
});
export type StoredDeletion = z.infer<typeof StoredDeletion>;

const keyOf = (workspace: WorkspaceId, id: ClientId): string => `deletion:${workspace}:${id}`;

const attemptKeyOf = (workspace: WorkspaceId, id: ClientId): string => `deletion-attempt:${workspace}:${id}`;

const storedClaim = ({ by, at, intent }: DeletionClaim): StoredDeletion => ({
  by,
  at: at.toISOString(),
  done: false,
  intent,
});

const deletionOf = ({ by, at, done }: StoredDeletion): Deletion => ({ by, at: new Date(at), done });

/** Deletions over any store. */
export function deletions(store: Store<StoredDeletion>): Deletions {
  return {
    async find(workspace, id) {
      const stored = await store.get(keyOf(workspace, id));
      return stored === undefined || stored.released === true ? undefined : deletionOf(stored);
    },

    async claim(workspace, id, claim) {
      const mine = storedClaim(claim);
      for (;;) {
        if (await store.putIfAbsent(keyOf(workspace, id), mine, CLAIM_LIVES_MS)) return 'claimed';
        const standing = await store.get(keyOf(workspace, id));
        // It may have expired since: then it is free to be claimed.
        if (standing === undefined) continue;
        const isTaken = standing.intent !== claim.intent && standing.released === undefined;
        if (standing.done || isTaken) return deletionOf(standing);
        if (await store.replace(keyOf(workspace, id), standing, mine, CLAIM_LIVES_MS)) return 'claimed';
      }
    },

    finishing: (workspace, id, by, at) => [
      store.part.put(keyOf(workspace, id), { by, at: at.toISOString(), done: true }, OUTCOME_LIVES_MS),
      store.part.delete(attemptKeyOf(workspace, id)),
    ],

    async release(workspace, id, claim, outcome) {
      const mine = storedClaim(claim);
      if (outcome === 'unknown') await store.put(attemptKeyOf(workspace, id), mine, OUTCOME_LIVES_MS);
      // Only while it stands: it may have run out, and be somebody else's by now.
      await store.replace(keyOf(workspace, id), mine, { ...mine, released: true }, RELEASED_LIVES_MS);
    },

    async attempt(workspace, id) {
      const stored = await store.get(attemptKeyOf(workspace, id));
      return stored === undefined ? undefined : { by: stored.by, at: new Date(stored.at) };
    },

    async forgettingAttempt(workspace, id, intent) {
      const key = attemptKeyOf(workspace, id);
      const stored = await store.get(key);
      if (stored?.intent !== intent) return [];
      return [store.part.expect(key, stored), store.part.delete(key)];
    },
  };
}
