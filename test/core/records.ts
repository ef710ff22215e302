import { AlphausUserName, ClientName } from '../../src/core/model/api-client.js';
import type { Actor } from '../../src/core/model/actor.js';
import { ClientId, PersonId, RequestId, WorkspaceId } from '../../src/core/model/ids.js';
import { ClientRecord, Purpose } from '../../src/core/model/client-record.js';
import type { Intent, IssueIntent, IssueStage } from '../../src/core/intents/intent.js';
import { ClientRequest } from '../../src/core/requests/request.js';
import { clientRecords } from '../../src/storage/records/clients/client-records.js';
import { deletions, StoredDeletion } from '../../src/storage/records/clients/deletions.js';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import type { Backend } from '../../src/storage/backends/backend.js';
import { committing } from '../../src/storage/backends/commit.js';
import { storedIntents } from '../../src/storage/records/clients/intents.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { trailOver } from '../storage/audit/trail.js';
import {
  requestMessages,
  StoredRequestMessage,
} from '../../src/storage/records/requests/request-messages.js';
import { storedRequests } from '../../src/storage/records/requests/requests.js';
import { createStore } from '../../src/storage/backends/store.js';

export const workspace = WorkspaceId.parse('T1');
/** The API client of the account in which requests are asked for. */
export const CONNECTED = 'ripple-connected';
export const aiko = PersonId.parse('UAIKO');
export const ben = PersonId.parse('UBEN');

/** Records, deletions, intents and the trail in memory, by the clock that is given. */
export function records(
  now: () => number = Date.now,
  { process = 'this', isAlive = () => Promise.resolve(false), backend = guarded(memoryBackend(now)) } = {},
) {
  const time = () => new Date(now());
  const intents = storedIntents({ backend, lookAfterMs: 0, process, isAlive, now: time });
  const commit = committing(backend);
  return {
    audit: trailOver(backend, { now: time }),
    commit,
    intents,
    /** Puts an intent on disk, as an attempt does. */
    begin: (intent: Intent) => commit(intents.beginning(intent)),
    records: clientRecords(backend),
    deletions: deletions(createStore({ backend, schema: StoredDeletion })),
  };
}

export function record(changes: Partial<ClientRecord> = {}): ClientRecord {
  return {
    workspace,
    id: ClientId.parse('ripple-1'),
    user: AlphausUserName.parse('root@a.example'),
    name: ClientName.parse('nightly'),
    owner: { kind: 'person', id: aiko },
    requester: aiko,
    purpose: Purpose.parse('exports'),
    createdAt: '2026-11-01T00:00:00.000Z',
    ...changes,
  };
}

/** Requests and the messages about them, in whatever backend. */
export function requestStores(backend: Backend = guarded(memoryBackend(Date.now))) {
  return {
    requests: storedRequests({
      backend,
      now: () => new Date(),
      lookAfterMs: 0,
    }),
    messages: requestMessages(createStore({ backend, schema: StoredRequestMessage }), {
      now: () => new Date(),
      sendingMs: 60_000,
    }),
  };
}

export function openRequest(changes: Partial<ClientRequest> = {}): ClientRequest {
  return {
    workspace,
    id: RequestId.parse('R0000001'),
    version: 1,
    requester: ben,
    name: ClientName.parse('nightly'),
    user: AlphausUserName.parse('root@a.example'),
    purpose: Purpose.parse('exports'),
    owner: { kind: 'person', id: ben },
    accounts: [{ product: 'ripple', clientId: CONNECTED }],
    ownedThen: 0,
    createdAt: '2026-11-02T09:00:00.000Z',
    openUntil: '2026-11-09T09:00:00.000Z',
    state: { kind: 'open' },
    ...changes,
  };
}

export function issueIntent(stage: IssueStage, changes: Partial<IssueIntent> = {}): IssueIntent {
  const { user, name, purpose, owner } = record();
  return {
    version: 1,
    id: '00000000-0000-4000-8000-000000000001',
    workspace,
    person: aiko,
    reference: 'TESTREF2',
    process: 'another',
    begunAt: '2026-11-01T00:00:00.000Z',
    kind: 'create',
    wish: { user, name, purpose, owner },
    stage,
    ...changes,
  };
}

/** A member who is no Slack admin and in no user group, where nothing else is said. */
export const member = (id: PersonId, more: Partial<Actor> = {}): Actor => ({
  id,
  standing: 'member',
  slackAdmin: false,
  groups: [],
  ...more,
});
