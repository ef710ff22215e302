import { z } from 'zod';
import { WorkspaceId } from '../../core/model/ids.js';
import { Grant } from '../../core/rights/grants.js';
import type { Condition, Part, PutPart } from '../../core/store.js';
import { committing } from '../backends/commit.js';
import { scanAll } from '../backends/scan-all.js';
import { createStore } from '../backends/store.js';
import { UnreadableRecord } from '../backends/unreadable-record.js';
import {
  changeOfGrants,
  policyKey,
  rulesRecords,
  StoredPolicy,
  toRules,
  toStored,
} from '../records/rules/rules-records.js';
import type { Migration } from './migration.js';

const FORMER_KEY = /^rules:(?<workspace>[^:]+):current$/;
const FormerRules = StoredPolicy.omit({ revision: true }).extend({ grants: z.array(Grant) });

/**
 * Makes records of their own of what one record held, the policy and all grants of a workspace. A record that cannot be
 * read is put where the policy is read: its workspace is refused, as before, instead of falling back on the defaults.
 */
export const splitRules: Migration['run'] = async (backend, progress, say) => {
  const former = createStore({ backend, schema: FormerRules });
  const records = rulesRecords(backend);
  const commit = committing(backend);

  const partsOf = async (workspace: WorkspaceId, key: string, text: string): Promise<readonly Part[]> => {
    try {
      const rules = await former.get(key);
      if (rules === undefined) return [];
      const next = toRules({ ...rules, revision: '' }, rules.grants);
      return [
        ...changeOfGrants(records, workspace, { before: [], after: next.grants }),
        records.policies.part.put(policyKey(workspace), toStored(next)),
      ];
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      say(`${error.message}: nobody of this workspace can do anything until it is put right or removed`);
      const asItIs: PutPart = { kind: 'put', key: policyKey(workspace), text, ttlMs: undefined };
      return [asItIs];
    }
  };

  let read = 0;
  for await (const [key, text] of scanAll(backend, 'rules:')) {
    const { data: workspace } = WorkspaceId.safeParse(FORMER_KEY.exec(key)?.groups?.['workspace']);
    if (workspace === undefined) continue;
    const parts = await partsOf(workspace, key, text);
    // Only while it stands as it was read: a replica that stalled may have been succeeded by another one.
    const standing: Condition = { kind: 'require', key, text, isMet: (other) => other === text };
    await commit([standing, ...parts, former.part.delete(key)]);
    read += 1;
    progress(read);
  }
};
