import { AlphausUserName, ClientId, ClientName, PersonId, WorkspaceId } from '../../src/core/api-client.js';
import { ClientRecord, Purpose } from '../../src/core/client-record.js';
import { clientRecords } from '../../src/storage/client-records.js';
import { deletions, StoredDeletion } from '../../src/storage/deletions.js';
import { guarded } from '../../src/storage/guarded-backend.js';
import { memoryBackend } from '../../src/storage/memory-backend.js';
import { createStore } from '../../src/storage/store.js';

export const workspace = WorkspaceId.parse('T1');
export const aiko = PersonId.parse('UAIKO');
export const ben = PersonId.parse('UBEN');

/** Records and deletions in memory, by the clock that is given. */
export function records(now: () => number = Date.now) {
  const backend = guarded(memoryBackend(now));
  return {
    records: clientRecords(createStore({ backend, schema: ClientRecord })),
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
