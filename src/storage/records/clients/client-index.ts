import { z } from 'zod';
import { AlphausUserName, ClientName } from '../../../core/model/api-client.js';
import { type ClientRecord, Owner, Purpose } from '../../../core/model/client-record.js';
import type { PersonId, RequestId, WorkspaceId } from '../../../core/model/ids.js';
import type { PutPart } from '../../../core/store.js';
import type { Backend } from '../../backends/backend.js';
import { createStore } from '../../backends/store.js';

const OwnedEntry = z.object({
  user: AlphausUserName,
  createdAt: z.iso.datetime(),
  endsAt: z.iso.datetime().optional(),
});
const SummaryEntry = z.object({ name: ClientName, owner: Owner, purpose: Purpose });

/** The beginning of the keys of one workspace, owner and so on; the client's id follows. */
export const prefixOf = {
  owners: (workspace: WorkspaceId): string => `client-owner:${workspace}:`,
  owner: (workspace: WorkspaceId, { id }: Owner): string => `client-owner:${workspace}:${id}:`,
  requester: (workspace: WorkspaceId, person: PersonId): string => `client-requester:${workspace}:${person}:`,
  /** The entries of one Alphaus user; of all without `user`. */
  user: (workspace: WorkspaceId, user?: AlphausUserName): string =>
    `client-user:${workspace}:${user === undefined ? '' : `${withoutColon(user)}:`}`,
  confirmed: (workspace: WorkspaceId): string => `client-confirmed:${workspace}:`,
  ends: (workspace: WorkspaceId): string => `client-ends:${workspace}:`,
  intent: (workspace: WorkspaceId, intent: string): string => `client-intent:${workspace}:${intent}:`,
  request: (workspace: WorkspaceId, request: RequestId): string => `client-request:${workspace}:${request}:`,
};

/** Escapes colons and what a key must not hold; different texts stay different. */
export function withoutColon(text: string): string {
  return text.replaceAll(
    /[%:\0\p{Surrogate}]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Instants of one length sort as text. */
export const sortable = (instant: string): string => new Date(instant).toISOString();

/** The index entries of client records. */
export function clientIndex(backend: Backend) {
  const owned = createStore({ backend, schema: OwnedEntry });
  const summaries = createStore({ backend, schema: SummaryEntry });
  const marks = createStore({ backend, schema: z.literal(true) });

  /** All entries that stand while the record is as it is; they follow from the record alone. */
  function entriesOf(record: ClientRecord): readonly PutPart[] {
    const { workspace, id, user, name, owner, purpose, requester, intent, request, createdAt, endsAt } =
      record;
    const entries: PutPart[] = [];
    if (record.closed === undefined) {
      entries.push(
        owned.part.put(`${prefixOf.owner(workspace, owner)}${id}`, {
          user,
          createdAt,
          ...(endsAt !== undefined && { endsAt }),
        }),
        marks.part.put(`${prefixOf.requester(workspace, requester)}${id}`, true),
        summaries.part.put(`${prefixOf.user(workspace, user)}${id}`, { name, owner, purpose }),
      );
      const confirmedAt = record.confirmed?.at ?? createdAt;
      entries.push(marks.part.put(`${prefixOf.confirmed(workspace)}${sortable(confirmedAt)}:${id}`, true));
      if (record.endsAt !== undefined) {
        entries.push(marks.part.put(`${prefixOf.ends(workspace)}${sortable(record.endsAt)}:${id}`, true));
      }
      if (intent !== undefined) {
        entries.push(marks.part.put(`${prefixOf.intent(workspace, intent)}${id}`, true));
      }
    }
    // What a request led to is asked after the client is deleted, too.
    if (
      request !== undefined &&
      record.predecessor === undefined &&
      record.closed?.how !== 'secret-not-delivered'
    ) {
      entries.push(marks.part.put(`${prefixOf.request(workspace, request)}${id}`, true));
    }
    return entries;
  }

  return { owned, summaries, marks, entriesOf };
}
