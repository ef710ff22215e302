import { z } from 'zod';
import type { WorkspaceId } from '../core/api-client.js';
import { Grant } from '../core/grants.js';
import { defaultPolicy, Policy } from '../core/policy.js';
import type { Rules, Store } from '../core/ports.js';

/** One record for both, so that an act costs one read. */
export const StoredRules = z.object({
  version: z.number().int().min(0),
  policy: Policy,
  grants: z.array(Grant),
});
export type StoredRules = z.infer<typeof StoredRules>;

const keyOf = (workspace: WorkspaceId): string => `rules:${workspace}`;
const KEPT_AT_MOST = 1_000;
const unset: StoredRules = { version: 0, policy: defaultPolicy, grants: [] };

/** Rules over any store. */
export function workspaceRules(store: Store<StoredRules>): Rules {
  const known = new Map<WorkspaceId, StoredRules>();
  const remember = (workspace: WorkspaceId, rules: StoredRules): StoredRules => {
    if (known.size >= KEPT_AT_MOST) known.clear();
    known.set(workspace, rules);
    return rules;
  };
  return {
    of: async (workspace) => remember(workspace, (await store.get(keyOf(workspace))) ?? unset),
    known: (workspace) => known.get(workspace),

    async change(workspace, change) {
      for (;;) {
        const stored = await store.get(keyOf(workspace));
        const current = stored ?? unset;
        const changed = change(current);
        if (changed === undefined) return current;
        const next: StoredRules = {
          version: current.version + 1,
          policy: changed.policy,
          grants: [...changed.grants],
        };
        // Losing the race means that somebody else's change landed: read again and apply to that.
        const landed =
          stored === undefined
            ? await store.putIfAbsent(keyOf(workspace), next)
            : await store.replace(keyOf(workspace), stored, next);
        if (landed) return remember(workspace, next);
      }
    },
  };
}
