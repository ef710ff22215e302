import { z } from 'zod';
import { type ClientId, PersonId, type WorkspaceId } from '../core/api-client.js';
import type { Deletions, Store } from '../core/ports.js';

/** Longer than a deletion with all its retries takes: after it, a claim whose process died is free again. */
const CLAIM_LIVES_MS = 60_000;
const OUTCOME_LIVES_MS = 365 * 24 * 3_600_000;

export const StoredDeletion = z.object({
  by: PersonId,
  at: z.iso.datetime(),
  done: z.boolean(),
  intent: z.string().optional(),
});
export type StoredDeletion = z.infer<typeof StoredDeletion>;

const keyOf = (workspace: WorkspaceId, id: ClientId): string => `deletion:${workspace}:${id}`;

const attemptKeyOf = (workspace: WorkspaceId, id: ClientId): string => `deletion-attempt:${workspace}:${id}`;

/** Deletions over any store. */
export function deletions(store: Store<StoredDeletion>): Deletions {
  const find: Deletions['find'] = async (workspace, id) => {
    const stored = await store.get(keyOf(workspace, id));
    return stored === undefined ? undefined : { ...stored, at: new Date(stored.at) };
  };
  return {
    find,

    async claim(workspace, id, by, at, intent) {
      const claim = { by, at: at.toISOString(), done: false, intent };
      for (;;) {
        if (await store.putIfAbsent(keyOf(workspace, id), claim, CLAIM_LIVES_MS)) return 'claimed';
        const standing = await store.get(keyOf(workspace, id));
        // It may have expired or been released since: then it is free to be claimed.
        if (standing === undefined) continue;
        if (standing.done || standing.intent !== intent) return { ...standing, at: new Date(standing.at) };
        if (await store.replace(keyOf(workspace, id), standing, claim, CLAIM_LIVES_MS)) return 'claimed';
      }
    },

    async finish(workspace, id, by, at) {
      await store.put(keyOf(workspace, id), { by, at: at.toISOString(), done: true }, OUTCOME_LIVES_MS);
    },

    async release(workspace, id, outcome) {
      const claim = await store.get(keyOf(workspace, id));
      if (outcome === 'unknown' && claim !== undefined) {
        await store.put(attemptKeyOf(workspace, id), claim, OUTCOME_LIVES_MS);
      }
      await store.delete(keyOf(workspace, id));
    },

    async attempt(workspace, id) {
      const stored = await store.get(attemptKeyOf(workspace, id));
      return stored === undefined ? undefined : { by: stored.by, at: new Date(stored.at) };
    },
  };
}
