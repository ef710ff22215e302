import type { WorkspaceId } from '../../../core/model/ids.js';
import type { Policy } from '../../../core/rights/policy.js';
import type { PolicyDrafts } from '../../../core/rules/rules.js';
import type { Store } from '../../../core/store.js';
import { HOUR_MS } from '../../../core/model/durations.js';

/** Long enough to ask a colleague; a draft that is older may be about another world. */
const KEPT_FOR_MS = HOUR_MS;

const keyOf = (workspace: WorkspaceId, id: string): string => `policy-draft:${workspace}:${id}`;

/** Drafts over any store. */
export function policyDrafts(store: Store<Policy>): PolicyDrafts {
  return {
    keep: (workspace, id, policy) => store.put(keyOf(workspace, id), policy, KEPT_FOR_MS),
    find: (workspace, id) => store.get(keyOf(workspace, id)),
  };
}
