import type { WorkspaceId } from '../../core/model/ids.js';
import type { AuditTrail } from '../../core/audit/audit-trail.js';
import type { KeptOfWorkspace } from '../../core/workspace/uninstall.js';
import { type Backend, MOST_KEYS_OF_A_BATCH } from '../backends/backend.js';
import { AGENDA_PREFIX, goesWithWorkspace } from './agenda.js';
import { scanAll } from '../backends/scan-all.js';
import type { SealingKeys } from '../sealing/seal.js';
import { sealed } from '../sealing/sealed-backend.js';
import type { SetAside } from '../backends/unreadable-record.js';

/** The first and the last are removed by who follows the uninstallation, each only while it is still the same. */
type Fate = 'removed first' | 'removed' | 'cut to its head' | 'removed last';

/**
 * Every kind of record that is kept of a workspace, under `<kind>:<workspace>` or `<kind>:<workspace>:<id>`, and
 * what happens to it when the app is uninstalled. A kind that is not listed here fails a test.
 */
export const WORKSPACE_RECORDS: Readonly<Record<string, Fate>> = {
  /** Bot token and who installed it; sealed. */
  installation: 'removed first',
  /** What Slack said about its end, while that is followed. */
  uninstallation: 'removed last',
  /** Client ids and secrets of the workspace's Alphaus accounts; sealed. */
  connection: 'removed',
  /** Policy and grants. */
  rules: 'removed',
  /** That rules were set; sealed. Behind them, so that they are never missed while they are removed. */
  marker: 'removed',
  /** Who created or deleted how much in the last hour, and creates under way where their number is limited. */
  turn: 'removed',
  place: 'removed',
  /** Policies that an admin looks at before saving them. */
  'policy-draft': 'removed',
  /** API clients made here: owner, purpose, receipt. */
  client: 'removed',
  /** Indexes of them. */
  'client-owner': 'removed',
  'client-requester': 'removed',
  'client-user': 'removed',
  'client-confirmed': 'removed',
  'client-ends': 'removed',
  'client-intent': 'removed',
  'client-request': 'removed',
  /** What needs attention, and the indexes of it. */
  finding: 'removed',
  'finding-new': 'removed',
  'finding-wake': 'removed',
  /** How far the daily look is, and what there was at the last one. */
  look: 'removed',
  seen: 'removed',
  'seen-part': 'removed',
  /** Owners who are gone. */
  'owner-gone': 'removed',
  /** Messages about what needs attention, and which clients they show. */
  'attention-message': 'removed',
  'attention-of': 'removed',
  deletion: 'removed',
  'deletion-attempt': 'removed',
  /** What is asked of the API and not settled yet. */
  intent: 'removed',
  /** Where the message stands that announced a client which is being made. */
  announced: 'removed',
  /** A client that may be the one whose create has no answer. */
  offer: 'removed',
  /** What Slack did not take when it was said. */
  notice: 'removed',
  request: 'removed',
  'request-live': 'removed',
  'request-requester': 'removed',
  'request-message': 'removed',
  /** Workflows that wait for a request. */
  'workflow-step': 'removed',
  /** What was delivered and done already. */
  once: 'removed',
  audit: 'cut to its head',
  /** Indexes of the trail, removed with its records. */
  'audit-actor': 'cut to its head',
  'audit-client': 'cut to its head',
  'audit-time': 'cut to its head',
  'audit-user': 'cut to its head',
  /** How far the audit channel has been told of it. */
  'audit-told': 'removed',
  /** The anchor: where the kept part of the trail begins; sealed. */
  'audit-anchor': 'cut to its head',
};

/** Kinds whose texts are sealed: they hold a secret, or what nobody may alter who has the store alone. */
const SEALED_KINDS: ReadonlySet<string> = new Set(['installation', 'connection', 'audit-anchor', 'marker']);

/**
 * The backend as stores of records use it: what has to be sealed is, whichever batch it is part of; what cannot be read
 * is set aside where many records are.
 */
export function backendOfRecords(backend: Backend, keys: SealingKeys, setAside: SetAside): Backend {
  const isSealed = (key: string): boolean => SEALED_KINDS.has(key.slice(0, key.indexOf(':')));
  return sealed(backend, keys, { isSealed, setAside });
}

/** What lies under no key of a workspace. What the clock has to do for a workspace is removed with it all the same. */
export const SHARED_RECORDS: readonly string[] = [
  'agenda',
  'lease',
  'readiness-probe',
  'sealing-key',
  'signing-secret-proved',
  'store-life',
  'store-version',
];

/** What an operator can see and do beside that. */
export interface ErasableWorkspace extends KeptOfWorkspace {
  count(workspace: WorkspaceId): Promise<number>;
  /** Removes its installation, and what Slack said about the end of it, whatever they are by now. */
  removeInstallation(workspace: WorkspaceId): Promise<void>;
}

/** What is kept of a workspace, over the store. */
export function keptOfWorkspace(backend: Backend, trail: AuditTrail): ErasableWorkspace {
  return {
    async count(workspace) {
      let count = 0;
      for (const kind of Object.keys(WORKSPACE_RECORDS)) {
        count += (await keysOf(backend, kind, workspace)).length;
      }
      return count;
    },

    async removeInstallation(workspace) {
      await removeKind(backend, 'installation', workspace);
      await removeKind(backend, 'uninstallation', workspace);
    },

    async removeRecords(workspace, mayGoOn) {
      for (const [kind, fate] of Object.entries(WORKSPACE_RECORDS)) {
        if (fate !== 'removed') continue;
        if (!(await mayGoOn())) return false;
        await removeKind(backend, kind, workspace);
      }
      if (!(await mayGoOn())) return false;
      await removeAgendaOf(backend, workspace);
      return true;
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

/** The agenda is ordered by time, so all of it is looked through: an uninstallation is rare. */
async function removeAgendaOf(backend: Backend, workspace: WorkspaceId): Promise<void> {
  for await (const [key] of scanAll(backend, AGENDA_PREFIX)) {
    if (goesWithWorkspace(key, workspace)) await backend.commit({ delete: [key] });
  }
}

async function removeKind(backend: Backend, kind: string, workspace: WorkspaceId): Promise<void> {
  const keys = await keysOf(backend, kind, workspace);
  for (let first = 0; first < keys.length; first += MOST_KEYS_OF_A_BATCH) {
    await backend.commit({ delete: keys.slice(first, first + MOST_KEYS_OF_A_BATCH) });
  }
}

async function keysOf(backend: Backend, kind: string, workspace: WorkspaceId): Promise<readonly string[]> {
  const whole = `${kind}:${workspace}`;
  const keys = (await backend.get(whole)) === undefined ? [] : [whole];
  for await (const [key] of scanAll(backend, `${whole}:`)) keys.push(key);
  return keys;
}
