import { Problem } from '../../../core/problem.js';
import { BoundedCache } from '../../../core/bounded-cache.js';
import type { WorkspaceId } from '../../../core/model/ids.js';
import { type Grant, warningAt } from '../../../core/rights/grants.js';
import { defaultPolicy } from '../../../core/rights/policy.js';
import type { Rules, VersionedRules } from '../../../core/rules/rules.js';
import type { Part } from '../../../core/store.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { agendaEntries } from '../agenda.js';
import { rulesMarkers } from './rules-marker.js';
import type { StoreLife } from '../store-life.js';
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

/** Stands for the version where there are no rules. */
const UNSET = -1;

export interface RulesGuard {
  /** Whether the store is still the one that it was. */
  readonly life: Pick<StoreLife, 'check' | 'doubt' | 'accepted'>;
  /** Told each time that rules were asked for which are gone, or older than they were. */
  readonly lost: (workspace: WorkspaceId) => void;
}

/**
 * The rules of each workspace, in whichever process they were changed last. Rules that are gone from a store, or came
 * back older, are a `Problem` and never the defaults.
 */
export function workspaceRules(backend: Backend, guard?: RulesGuard): Rules {
  const markers = rulesMarkers(backend);
  let accepted = guard?.life.accepted();
  const records = rulesRecords(backend);
  const { policies } = records;
  const commit = committing(backend);
  const agenda = agendaEntries(backend);
  const known = new BoundedCache<WorkspaceId, Standing>({
    most: KEPT_AT_MOST,
    weightOf: ({ rules }) => rules.grants.reduce((sum, { users }) => sum + users.length, 1),
  });

  const readStanding = async (workspace: WorkspaceId): Promise<Standing> => {
    if (guard?.life.doubt() !== undefined) await guard.life.check();
    if (guard?.life.accepted() !== accepted) {
      accepted = guard?.life.accepted();
      known.clear();
    }
    // Looked up before the store is asked: what is learned meanwhile may be younger than the answer.
    const before = known.get(workspace);
    for (let stored = await policies.get(policyKey(workspace)); ; ) {
      if (stored !== undefined && before?.stored?.revision === stored.revision) return before;
      const [marked, granted] = await Promise.all([
        markers.versionOf(workspace),
        stored === undefined ? [] : readGrants(records, workspace),
        guard?.life.check(),
      ]);
      // The rules of one moment: nothing was changed while they were read.
      const after = await policies.get(policyKey(workspace));
      if (after?.revision !== stored?.revision) {
        stored = after;
        continue;
      }
      const newest = Math.max(marked ?? UNSET, before?.stored?.policyVersion ?? UNSET);
      if ((stored?.policyVersion ?? UNSET) < newest) {
        guard?.lost(workspace);
        throw new Problem({ kind: 'store-doubted' });
      }
      if (stored === undefined) return unset;
      // Rules of before there were markers. Removed meanwhile, they leave none.
      if (marked === undefined || marked < stored.policyVersion) {
        const standing = policies.part.expect(policyKey(workspace), stored);
        await commit([standing, markers.setting(workspace, stored.policyVersion)]);
      }
      return { stored, rules: toRules(stored, granted) };
    }
  };

  const current = async (workspace: WorkspaceId): Promise<Standing> => {
    const standing = await readStanding(workspace);
    known.set(workspace, standing);
    return standing;
  };

  /** The agenda's entries for grants that end: each is looked after until both sides know. */
  const endings = (
    workspace: WorkspaceId,
    before: readonly Grant[],
    after: readonly Grant[],
  ): readonly Part[] => {
    const known = new Set(before.map(({ id }) => id));
    return after.flatMap(({ id, until }) =>
      until === undefined || known.has(id)
        ? []
        : [agenda.adding({ due: warningAt(until), kind: 'end-grant', workspace, id })],
    );
  };

  return {
    of: async (workspace) => (await current(workspace)).rules,
    known: (workspace) => known.get(workspace)?.rules,
    forget: (workspace) => known.delete(workspace),

    async change(workspace, change, write = (parts) => commit(parts)) {
      for (;;) {
        const { stored, rules } = await current(workspace);
        const next = change(rules);
        if (next === undefined) return rules;
        const policy = toStored(next);
        const shares = changeOfGrants(records, workspace, { before: rules.grants, after: next.grants });
        // Grants that cannot be read are not in `rules`: they are not to be lost by writing the others.
        for (const { key } of shares) await records.grants.get(key);
        const parts = [
          policies.part.expect(policyKey(workspace), stored),
          policies.part.put(policyKey(workspace), policy),
          ...shares,
          ...endings(workspace, rules.grants, next.grants),
          ...(stored?.policyVersion === policy.policyVersion
            ? []
            : [markers.setting(workspace, policy.policyVersion)]),
        ];
        const landed = await write(parts, commit);
        // Refused, somebody else's change landed: this one is applied to that.
        if (landed.kind === 'refused') continue;
        known.set(workspace, { stored: policy, rules: next });
        return next;
      }
    },
  };
}
