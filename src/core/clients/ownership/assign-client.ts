import { refusing, rightTo } from '../../audit/right-on-record.js';
import type { ClientRecord, Owner, Purpose } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import { claimedRecord } from './claimed-record.js';
import type { Deletion } from '../deletions.js';
import { findClient, targetOf } from '../find-client.js';
import { isSameOwner } from './owner-standing.js';
import { doneEvent, mustBeThere, type OwnershipContext } from './ownership-context.js';

/** An API client to which an admin gives an owner. */
export interface AssignmentWanted {
  readonly person: PersonId;
  readonly id: ClientId;
  readonly to: Owner;
  /** Needed for a client of unknown origin. */
  readonly purpose: Purpose | undefined;
}

export type Assigned =
  | { readonly kind: 'assigned'; readonly record: ClientRecord }
  | { readonly kind: 'deleted'; readonly deletion: Deletion };

/** Gives an API client an owner at once, whether it had one or not; both sides are told. */
export async function assignClient(context: OwnershipContext, wanted: AssignmentWanted): Promise<Assigned> {
  const { workspace, audit, records, news } = context;
  const { person, id, to, purpose } = wanted;
  for (;;) {
    const found = await findClient(context, { person, id, action: 'assign' });
    if (found.kind === 'deleted') return found;
    const { client, record } = found;
    const act = { person, action: 'assign', target: targetOf(context, found) } as const;
    const { rule } = await rightTo(context, act);
    await refusing(context, act, async () => {
      if (record === undefined && purpose === undefined) {
        throw new Problem({ kind: 'purpose-invalid', broken: { rule: 'empty' } });
      }
      if (record !== undefined && isSameOwner(record.owner, to)) throw new Problem({ kind: 'owner-already' });
      await mustBeThere(context, to);
    });
    await context.beforeChanges?.();
    const event = doneEvent(context, { person, action: 'assign', client, owner: to, rule });
    if (record === undefined) {
      if (purpose === undefined) throw new Error('a purpose was asked for');
      const after = claimedRecord(context, client, { by: person, owner: to, purpose });
      const told = await news.of({ kind: 'assigned', after, by: person });
      const landed = await audit.appendWith(workspace, event, [...records.adding(after), ...told]);
      if (landed.kind === 'done') return { kind: 'assigned', record: after };
    } else {
      const after = ownedBy(record, to);
      const told = await news.of({ kind: 'transferred', before: record, after, by: person });
      const landed = await audit.appendWith(workspace, event, [...records.changing(record, after), ...told]);
      if (landed.kind === 'done') return { kind: 'assigned', record: after };
    }
    // It was changed meanwhile: everything is asked again.
  }
}

/** The record with another owner; what was offered before is over. */
export function ownedBy(record: ClientRecord, owner: Owner): ClientRecord {
  const { offered: _, ...rest } = record;
  return { ...rest, owner };
}
