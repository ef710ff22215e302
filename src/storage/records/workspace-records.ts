import type { AuditTrail } from '../../core/audit/audit-trail.js';
import type { KeptOfWorkspace } from '../../core/workspace/uninstall.js';
import type { Backend } from '../backends/backend.js';

/**
 * Every kind of record that is kept of a workspace, under `<kind>:<workspace>` or `<kind>:<workspace>:<id>`, and
 * what becomes of it when the app is uninstalled. A kind that is not listed here fails a test.
 */
export const WORKSPACE_RECORDS: Readonly<Record<string, 'removed' | 'cut to its head'>> = {
  /** Bot token and who installed it; sealed. */
  installation: 'removed',
  /** Client ids and secrets of the workspace's Alphaus accounts; sealed. */
  connection: 'removed',
  /** Policy and grants. */
  rules: 'removed',
  /** Who created or deleted how much in the last hour, and creates under way where their number is limited. */
  turn: 'removed',
  place: 'removed',
  /** Policies that an admin looks at before saving them. */
  'policy-draft': 'removed',
  /** API clients made here: owner, purpose, receipt. */
  client: 'removed',
  deletion: 'removed',
  'deletion-attempt': 'removed',
  /** What is asked of the API and not settled yet. */
  intent: 'removed',
  /** A client that may be the one whose create has no answer. */
  offer: 'removed',
  /** What Slack did not take when it was said. */
  notice: 'removed',
  request: 'removed',
  'request-live': 'removed',
  'request-message': 'removed',
  /** What was delivered and done already. */
  once: 'removed',
  audit: 'cut to its head',
  /** How far the audit channel has been told of it. */
  'audit-told': 'removed',
  /** Where the kept part of the trail begins; sealed. */
  'audit-anchor': 'cut to its head',
};

/** What is no workspace's. */
export const SHARED_RECORDS: readonly string[] = ['lease', 'sealing-key', 'store-version'];

/** What is kept of a workspace, over the store. */
export function keptOfWorkspace(backend: Backend, trail: AuditTrail): KeptOfWorkspace {
  return {
    async removeRecords(workspace) {
      for (const [kind, fate] of Object.entries(WORKSPACE_RECORDS)) {
        if (fate !== 'removed') continue;
        await backend.delete(`${kind}:${workspace}`);
        for (const key of await keysUnder(backend, `${kind}:${workspace}:`)) await backend.delete(key);
      }
    },

    async cutTrail(workspace) {
      const { sequence } = await trail.head(workspace);
      for await (const { previousHash } of trail.backwards(workspace, sequence + 1)) {
        if (sequence > 1) await trail.cut(workspace, { sequence: sequence - 1, hash: previousHash });
        break;
      }
      // An earlier call may have come no further than the anchor.
      await trail.finishCut(workspace);
    },
  };
}

async function keysUnder(backend: Backend, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const [key] of backend.scan(prefix)) keys.push(key);
  return keys;
}
