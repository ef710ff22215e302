import { z } from 'zod';
import { PersonId, type WorkspaceId } from '../../core/model/ids.js';
import { Grant } from '../../core/rights/grants.js';
import { defaultPolicy, Policy } from '../../core/rights/policy.js';
import type { Rules, VersionedRules } from '../../core/rules/rules.js';
import type { Store } from '../../core/store.js';

/** One record for both, so that an act costs one read. */
export const StoredRules = z.object({
  policy: Policy,
  policyVersion: z.number().int().min(0),
  policyChanged: z.object({ by: PersonId, at: z.iso.datetime() }).optional(),
  grants: z.array(Grant),
});
export type StoredRules = z.infer<typeof StoredRules>;

const keyOf = (workspace: WorkspaceId): string => `rules:${workspace}:current`;
const KEPT_AT_MOST = 1_000;
const unset: VersionedRules = {
  policy: defaultPolicy,
  policyVersion: 0,
  policyChanged: undefined,
  grants: [],
};

/** Rules over any store. */
export function workspaceRules(store: Store<StoredRules>): Rules {
  const known = new Map<WorkspaceId, VersionedRules>();
  const remember = (workspace: WorkspaceId, rules: VersionedRules): VersionedRules => {
    if (known.size >= KEPT_AT_MOST) known.clear();
    known.set(workspace, rules);
    return rules;
  };
  return {
    async of(workspace) {
      const stored = await store.get(keyOf(workspace));
      return remember(workspace, stored === undefined ? unset : fromStored(stored));
    },
    known: (workspace) => known.get(workspace),

    async change(workspace, change) {
      for (;;) {
        const stored = await store.get(keyOf(workspace));
        const current = stored === undefined ? unset : fromStored(stored);
        const next = change(current);
        if (next === undefined) return current;
        // Losing the race means that somebody else's change landed: read again and apply to that.
        const landed =
          stored === undefined
            ? await store.putIfAbsent(keyOf(workspace), toStored(next))
            : await store.replace(keyOf(workspace), stored, toStored(next));
        if (landed) return remember(workspace, next);
      }
    },
  };
}

function fromStored({ policyChanged, ...rules }: StoredRules): VersionedRules {
  return {
    ...rules,
    policyChanged: policyChanged && { by: policyChanged.by, at: new Date(policyChanged.at) },
  };
}

function toStored({ policyChanged, policy, policyVersion, grants }: VersionedRules): StoredRules {
  return {
    policy,
    policyVersion,
    grants: [...grants],
    ...(policyChanged !== undefined && {
      policyChanged: { by: policyChanged.by, at: policyChanged.at.toISOString() },
    }),
  };
}
