import type { AuditRecord } from '../../src/core/audit/audit-event.js';
import { AuditRecord as StoredAuditRecord } from '../../src/core/audit/audit-event.js';
import { ClientRecord } from '../../src/core/model/client-record.js';
import { ClientRequest } from '../../src/core/requests/request.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { createStore } from '../../src/storage/backends/store.js';

/** Outcomes that say that an act took place. */
const TOOK_PLACE: ReadonlySet<AuditRecord['outcome']> = new Set(['done', 'settled']);

const isOver = ({ outcome }: AuditRecord): boolean => outcome !== 'attempted';

/**
 * Reads what a killed bot left, before another one settles it: each record that an act has changed without the trail's
 * saying so, and each act that the trail tells of and that changed nothing.
 */
export async function apartFromTrail(store: string): Promise<readonly string[]> {
  const backend = await openBackend(store, { allowVolatile: true });
  try {
    const trail: AuditRecord[] = [];
    for await (const [, record] of createStore({ backend, schema: StoredAuditRecord }).scan('audit:')) {
      trail.push(record);
    }
    const found: string[] = [];
    for await (const [, client] of createStore({ backend, schema: ClientRecord }).scan('client:')) {
      found.push(...ofClient(client, trail));
    }
    for await (const [, request] of createStore({ backend, schema: ClientRequest }).scan('request:')) {
      found.push(...ofRequest(request, trail));
    }
    return found;
  } finally {
    await backend.close();
  }
}

function ofClient(
  { id, name, closed, endsAt, end }: ClientRecord,
  trail: readonly AuditRecord[],
): readonly string[] {
  const about = trail.filter(({ target }) => target.clientId === id);
  const tells = (actions: readonly string[], isIt: (record: AuditRecord) => boolean): boolean =>
    about.some((record) => actions.includes(record.action) && isIt(record));
  const isDeleted = tells(['delete', 'end'], ({ outcome }) => outcome === 'done');
  const found: string[] = [];
  if (closed !== undefined && !tells(CLOSES[closed.how], isOver)) {
    found.push(`${name} is closed (${closed.how}), and the trail does not say so`);
  }
  if (closed === undefined && isDeleted)
    found.push(`the trail says that ${name} was deleted, its record is open`);
  const said = about.findLast(({ action, outcome }) => action === 'extend' && outcome === 'done');
  if (said !== undefined && said.target.subject !== `until ${endsAt}`) {
    found.push(`the trail says that ${name} was extended, its record does not`);
  }
  if (end?.setAt !== undefined && said === undefined) {
    found.push(`${name} was extended, and the trail does not say so`);
  }
  return found;
}

/** Which actions close a record so. */
const CLOSES = {
  deleted: ['delete', 'settle'],
  replaced: ['delete', 'settle'],
  ended: ['end'],
  'secret-not-delivered': ['create', 'rotate', 'collect-request', 'settle'],
  'deleted-elsewhere': ['delete', 'end', 'notice-deletion'],
} as const satisfies Record<NonNullable<ClientRecord['closed']>['how'], readonly string[]>;

function ofRequest(
  { id, name, state, preparedBy }: ClientRequest,
  trail: readonly AuditRecord[],
): readonly string[] {
  const tells = (actions: readonly string[]): boolean =>
    trail.some(
      ({ request, target, action, outcome }) =>
        TOOK_PLACE.has(outcome) &&
        actions.includes(action) &&
        (request === id || target.subject === `request ${id}`),
    );
  const found: string[] = [];
  if (!tells([preparedBy === undefined ? 'request' : 'prepare-client'])) {
    found.push(`the request ${name} stands, and the trail does not tell who made it`);
  }
  const isCollected = tells(['collect-request', 'settle']);
  if (state.kind === 'collected' && !isCollected) {
    found.push(`the request ${name} is collected, and the trail does not say so`);
  }
  const isDone = trail.some(
    ({ request, action, outcome }) => request === id && action === 'collect-request' && outcome === 'done',
  );
  if (state.kind !== 'collected' && isDone) {
    found.push(`the trail says that the request ${name} is collected, and it is ${state.kind}`);
  }
  return found;
}
