import { BoundedCache } from '../../core/bounded-cache.js';
import type { WorkspaceId } from '../../core/model/ids.js';
import { defaultPolicy } from '../../core/rights/policy.js';
import type { Rules, VersionedRules } from '../../core/rules/rules.js';
import type { Backend } from '../backends/backend.js';
import { committing } from '../backends/commit.js';
import {
  changeOfGrants,
  policyKey,
  readGrants,
  rulesRecords,
  type StoredPolicy,
  toRules,
  toStored,
} from './rules-records.js';

/** Rules, and the record of the policy that stood with them; none until anything is changed. */
interface Standing {
  readonly stored: StoredPolicy | undefined;
  readonly rules: VersionedRules;
}

const unset: Standing = {
  stored: undefined,
  rules: { policy: defaultPolicy, policyVersion: 0, policyChanged: undefined, grants: [] },
};

/** Alphaus users in the grants that are kept in memory, and one for each workspace: some 100 bytes each. */
const KEPT_AT_MOST = 200_000;

/** The rules of each workspace, in whichever process they were changed last. */
export function workspaceRules(backend: Backend): Rules {
  const records = rulesRecords(backend);
  const { policies } = records;
  const commit = committing(backend);
  const known = new BoundedCache<WorkspaceId, Standing>({
    most: KEPT_AT_MOST,
    weightOf: ({ rules }) => rules.grants.reduce((sum, { users }) => sum + users.length, 1),
  });

  const readStanding = async (workspace: WorkspaceId): Promise<Standing> => {
    for (let stored = await policies.get(policyKey(workspace)); ; ) {
      if (stored === undefined) return unset;
      const before = known.get(workspace);
      if (before?.stored?.revision === stored.revision) return before;
      const granted = await readGrants(records, workspace);
      // The grants of one moment: nothing was changed while they were read.
      const after = await policies.get(policyKey(workspace));
      if (after?.revision === stored.revision) return { stored, rules: toRules(stored, granted) };
      stored = after;
    }
  };

  const current = async (workspace: WorkspaceId): Promise<Standing> => {
    const standing = await readStanding(workspace);
    known.set(workspace, standing);
    return standing;
  };

  return {
    of: async (workspace) => (await current(workspace)).rules,
    known: (workspace) => known.get(workspace)?.rules,

    async change(workspace, change) {
      for (;;) {
        const { stored, rules } = await current(workspace);
        const next = change(rules);
        if (next === undefined) return rules;
        const policy = toStored(next);
        const shares = changeOfGrants(records, workspace, { before: rules.grants, after: next.grants });
        // Grants that cannot be read are not in `rules`: they are not to be lost by writing the others.
        for (const { key } of shares) await records.grants.get(key);
        const landed = await commit([
          policies.part.expect(policyKey(workspace), stored),
          policies.part.put(policyKey(workspace), policy),
          ...shares,
        ]);
        // Refused, somebody else's change landed: this one is applied to that.
        if (landed.kind === 'refused') continue;
        known.set(workspace, { stored: policy, rules: next });
        return next;
      }
    },
  };
}
