import { ClientRequest } from '../../src/core/requests/request.js';
import { AlphausUserName } from '../../src/core/model/api-client.js';
import type { ClientRecord } from '../../src/core/model/client-record.js';
import { ClientId, PersonId, RequestId, WorkspaceId } from '../../src/core/model/ids.js';
import type { Part } from '../../src/core/store.js';
import { AuditRecord, NO_RECORDS } from '../../src/core/audit/audit-event.js';
import { nextRecord } from '../../src/storage/audit/audit-chain.js';
import { auditIndex } from '../../src/storage/audit/audit-index.js';
import { auditKey } from '../../src/storage/audit/audit-key.js';
import type { Backend } from '../../src/storage/backends/backend.js';
import { committing } from '../../src/storage/backends/commit.js';
import { createStore } from '../../src/storage/backends/store.js';
import { clientRecords } from '../../src/storage/records/clients/client-records.js';
import { liveKeyOf, requesterKeyOf } from '../../src/storage/records/requests/requests.js';
import { openRequest, record } from '../../test/core/records.js';
import { event } from '../../test/storage/audit/trail.js';
import { z } from 'zod';

const PEOPLE = 20;
const USERS = ['billing', 'analytics', 'root@sandbox.example'].map((name) => AlphausUserName.parse(name));
const IN_A_YEAR_MS = 365 * 24 * 3_600_000;
/** Puts of a batch; below what one may hold. */
const PUTS_AT_ONCE = 450;

/** Records of one workspace that never ends: clients with their indexes, open requests, and its trail. */
function* partsOf(backend: Backend, workspace: WorkspaceId, number: number): Generator<readonly Part[]> {
  const clients = clientRecords(backend);
  const requests = createStore({ backend, schema: ClientRequest });
  const records = createStore({ backend, schema: AuditRecord });
  const marks = createStore({ backend, schema: z.literal(true) });
  const { entriesOf } = auditIndex(backend);
  const later = new Date(Date.now() + IN_A_YEAR_MS).toISOString();
  let head = NO_RECORDS;
  for (let index = 0; ; index += 1) {
    const person = PersonId.parse(`U${number}P${index % PEOPLE}`);
    const user = USERS[index % USERS.length];
    const client: ClientRecord = record({
      workspace,
      id: ClientId.parse(`ripple-${number}-${index}`),
      owner: { kind: 'person', id: person },
      requester: person,
      createdAt: later,
      ...(user !== undefined && { user }),
    });
    yield clients.adding(client).filter(({ kind }) => kind !== 'require');
    if (index % 8 === 0) {
      const request = openRequest({
        workspace,
        id: RequestId.parse(`R${number}X${1_000_000 + index}`),
        requester: person,
      });
      yield [
        requests.part.put(`request:${workspace}:${request.id}`, request),
        marks.part.put(liveKeyOf(workspace, request.id), true),
        marks.part.put(requesterKeyOf(request), true),
      ];
    }
    const told = nextRecord(
      head,
      workspace,
      new Date(),
      event({
        actor: person,
        outcome: 'done',
        target: { clientId: client.id, user: client.user, name: client.name },
      }),
    );
    head = told;
    yield [records.part.put(auditKey(workspace, told.sequence), told), ...entriesOf(told)];
  }
}

/** Fills a store with so many records of workspaces that nobody serves; says now and then how far it is. */
export async function fillWithOthers(
  backend: Backend,
  {
    records,
    workspaces,
    say,
  }: { readonly records: number; readonly workspaces: number; readonly say: (text: string) => void },
): Promise<void> {
  const commit = committing(backend);
  const each = Math.ceil(records / workspaces);
  let done = 0;
  for (let number = 0; number < workspaces; number += 1) {
    let waiting: Part[] = [];
    let written = 0;
    for (const parts of partsOf(backend, WorkspaceId.parse(`T9OTHER${number}`), number)) {
      if (waiting.length + parts.length > PUTS_AT_ONCE || written + waiting.length >= each) {
        await commit(waiting);
        written += waiting.length;
        waiting = [];
        if (written >= each) break;
      }
      waiting.push(...parts);
    }
    done += written;
    if ((number + 1) % Math.ceil(workspaces / 5) === 0) say(`  ${done} records of others are in the store`);
  }
}
