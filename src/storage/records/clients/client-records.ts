import type { AgendaEntry } from '../../../core/agenda/agenda.js';
import { type ClientRecords, UNCONFIRMED_FOR_MS } from '../../../core/clients/client-records.js';
import { nextEndLook } from '../../../core/clients/ending/end-plan.js';
import {
  ClientRecord,
  type Owner,
  ownerWithId,
  type TransferOffer,
} from '../../../core/model/client-record.js';
import { ClientId, type WorkspaceId } from '../../../core/model/ids.js';
import type { Part, Store } from '../../../core/store.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { createStore } from '../../backends/store.js';
import { agendaEntries } from '../agenda.js';
import { keysOfFindings, settledBy } from '../attention/finding-keys.js';
import { clientIndex, prefixOf } from './client-index.js';

const keyOf = (workspace: WorkspaceId, id: string): string => `client:${workspace}:${id}`;

/** When it is looked whether the requester has said that the secret is saved. */
export const reminderOf = ({ workspace, id, createdAt }: ClientRecord): AgendaEntry => ({
  due: new Date(Date.parse(createdAt) + UNCONFIRMED_FOR_MS),
  kind: 'remind-unconfirmed',
  workspace,
  id,
});

/** A transfer that is offered is told to its person at once, and looked after until it has ended. */
const lookAtOffer = ({ workspace, id }: ClientRecord, { at }: TransferOffer): AgendaEntry => ({
  due: new Date(at),
  kind: 'look-after-transfer',
  workspace,
  id,
});

/** When the owner of a rotated client is reminded that its overlap is over; `undefined` where it is not rotated. */
function overlapReminderOf({ workspace, id, overlapEndsAt }: ClientRecord): AgendaEntry | undefined {
  return overlapEndsAt === undefined
    ? undefined
    : { due: new Date(overlapEndsAt), kind: 'remind-overlap', workspace, id };
}

/** When somebody looks after the end of a client; `undefined` for one that has none, or has reached it. */
const endLookOf = (record: ClientRecord): AgendaEntry | undefined =>
  record.endsAt === undefined || record.closed !== undefined
    ? undefined
    : { due: nextEndLook(record), kind: 'look-after-end', workspace: record.workspace, id: record.id };

/**
 * Client records with their index entries, which change in the same batch; kept forever, because a closed record still
 * answers "who had it?".
 */
export function clientRecords(backend: Backend): ClientRecords {
  const store = createStore({ backend, schema: ClientRecord });
  const commit = committing(backend);
  const { owned, summaries, marks, entriesOf } = clientIndex(backend);
  const agenda = agendaEntries(backend);

  /** The parts by which a record, and all that is told by the indexes, becomes the next. */
  const changeTo = (current: ClientRecord, next: ClientRecord): readonly Part[] => {
    const [before, after] = [entriesOf(current), entriesOf(next)];
    const reminder = next.overlapEndsAt === current.overlapEndsAt ? undefined : overlapReminderOf(next);
    const isNew = ({ key, text }: (typeof after)[number]): boolean =>
      !before.some((entry) => entry.key === key && entry.text === text);
    const look = endLookOf(next);
    const isPlanned = look?.due.getTime() === endLookOf(current)?.due.getTime();
    return [
      store.part.put(keyOf(next.workspace, next.id), next),
      ...(next.offered === undefined || next.offered.id === current.offered?.id
        ? []
        : [agenda.adding(lookAtOffer(next, next.offered))]),
      ...keysOfFindings(next.workspace, next.id, settledBy(current, next)).map((key) =>
        marks.part.delete(key),
      ),
      ...(look === undefined || isPlanned ? [] : [agenda.adding(look)]),
      ...after.filter(isNew),
      ...before
        .filter(({ key }) => !after.some((entry) => entry.key === key))
        .map(({ key }) => marks.part.delete(key)),
      ...(reminder === undefined ? [] : [agenda.adding(reminder)]),
    ];
  };

  const adding = (record: ClientRecord): readonly Part[] => {
    const key = keyOf(record.workspace, record.id);
    const look = endLookOf(record);
    return [
      store.part.expect(key, undefined),
      store.part.put(key, record),
      ...entriesOf(record),
      ...(record.claimed === undefined
        ? []
        : keysOfFindings(record.workspace, record.id, ['unknown-origin']).map((key) =>
            marks.part.delete(key),
          )),
      ...(look === undefined ? [] : [agenda.adding(look)]),
      // A person who claims a client was never shown its secret.
      ...(record.claimed === undefined ? [agenda.adding(reminderOf(record))] : []),
    ];
  };

  return {
    adding,

    changing: (before, after) => [
      store.part.expect(keyOf(before.workspace, before.id), before),
      ...changeTo(before, after),
    ],

    find: (workspace, id) => store.get(keyOf(workspace, id)),

    findAll: async (workspace, ids) =>
      ids.length === 0 ? [] : store.getAll(ids.map((id) => keyOf(workspace, id))),

    async add(record) {
      const landed = await commit(adding(record));
      if (landed.kind === 'refused') throw new Error(`a record of client ${record.id} exists already`);
    },

    async change(workspace, id, change, { known, also = [], commit: land } = {}) {
      const key = keyOf(workspace, id);
      for (let current = known ?? (await store.get(key)); ; ) {
        const next = current && change(current);
        if (current === undefined || next === undefined) return current;
        const before = store.part.expect(key, current);
        const landed = await (land?.(next) ?? commit)([before, ...changeTo(current, next), ...also]);
        if (landed.kind === 'done') return next;
        // Somebody else's change landed: this one is applied to that.
        current = before.standing(landed);
      }
    },

    async ofOwner(workspace, owner, limit) {
      const found = await entriesUnder(owned, prefixOf.owner(workspace, owner), limit);
      return found.map(([id, entry]) => ({ id, ...entry }));
    },

    ofRequester: (workspace, requester, limit) =>
      idsUnder(marks, prefixOf.requester(workspace, requester), limit),

    async *ofUsers(workspace, users) {
      const prefixes =
        users === undefined
          ? [prefixOf.user(workspace)]
          : users.map((user) => prefixOf.user(workspace, user));
      for (const prefix of prefixes) {
        for await (const [key, summary] of summaries.scan(prefix)) yield { id: idAtEnd(key), ...summary };
      }
    },

    async *confirmedBetween(workspace, since, until) {
      const prefix = prefixOf.confirmed(workspace);
      const after = since === undefined ? {} : { after: `${prefix}${since.toISOString()}` };
      for await (const key of marks.keys(prefix, after)) {
        const at = new Date(key.slice(prefix.length, key.lastIndexOf(':')));
        if (at > until) return;
        yield { id: idAtEnd(key), at };
      }
    },

    async *endingBefore(workspace, until) {
      const prefix = prefixOf.ends(workspace);
      for await (const key of marks.keys(prefix)) {
        if (new Date(key.slice(prefix.length, key.lastIndexOf(':'))) >= until) return;
        yield idAtEnd(key);
      }
    },

    async *owners(workspace) {
      const prefix = prefixOf.owners(workspace);
      for (let after: string | undefined; ; ) {
        let owner: Owner | undefined;
        const range = { limit: 1, ...(after !== undefined && { after }) };
        for await (const key of marks.keys(prefix, range))
          owner = ownerWithId(key.slice(prefix.length).split(':')[0] ?? '');
        if (owner === undefined) return;
        yield owner;
        // Behind all of this owner's: a client's id is never so large.
        after = `${prefixOf.owner(workspace, owner)}~`;
      }
    },

    ofIntent: (workspace, intent) => idsUnder(marks, prefixOf.intent(workspace, intent)),

    ofRequest: async (workspace, request) =>
      (await idsUnder(marks, prefixOf.request(workspace, request), 1)).at(0),
  };
}

const idAtEnd = (key: string): ClientId => ClientId.parse(key.slice(key.lastIndexOf(':') + 1));

async function entriesUnder<Entry>(
  entries: Store<Entry>,
  prefix: string,
  limit?: number,
): Promise<(readonly [ClientId, Entry])[]> {
  const found: (readonly [ClientId, Entry])[] = [];
  for await (const [key, entry] of entries.scan(prefix, limit === undefined ? {} : { limit })) {
    found.push([idAtEnd(key), entry]);
  }
  return found;
}

/** A mark says all by its key. */
async function idsUnder(marks: Store<true>, prefix: string, limit?: number): Promise<readonly ClientId[]> {
  const found: ClientId[] = [];
  for await (const key of marks.keys(prefix, limit === undefined ? {} : { limit })) found.push(idAtEnd(key));
  return found;
}
