import { refusing, rightTo } from '../../audit/right-on-record.js';
import type { ClientRecord, Owner, TransferOffer } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import { ownedBy } from './assign-client.js';
import { isOwn } from '../client-context.js';
import type { Deletion } from '../deletions.js';
import { findClient, targetOf } from '../find-client.js';
import { DAY_MS } from '../../model/durations.js';
import { isSameOwner } from './owner-standing.js';
import { doneEvent, mustBeThere, type OwnershipContext } from './ownership-context.js';

/** Days for which a person can accept a transfer. */
export const TRANSFER_OPEN_DAYS = 7;

/** An API client that its owner, or an admin, hands over. */
export interface TransferWanted {
  readonly person: PersonId;
  readonly id: ClientId;
  readonly to: Owner;
}

export type Transferred =
  | { readonly kind: 'transferred'; readonly record: ClientRecord }
  /** The new owner has to accept it first. `replaced`: an offer to somebody else that is over by it. */
  | {
      readonly kind: 'offered';
      readonly record: ClientRecord;
      readonly offer: TransferOffer;
      readonly replaced: TransferOffer | undefined;
    }
  | { readonly kind: 'deleted'; readonly deletion: Deletion };

/**
 * Hands an API client over. A person has to accept it first; an admin's transfer holds at once, as does one to the
 * person who asks or to their user group. Of several at once each is made by the facts that the one before has left.
 */
export async function transferClient(
  context: OwnershipContext,
  wanted: TransferWanted,
): Promise<Transferred> {
  const { workspace, audit, records, news } = context;
  const { person, id, to } = wanted;
  for (;;) {
    const found = await findClient(context, { person, id, action: 'transfer' });
    if (found.kind === 'deleted') return found;
    const { client, record } = found;
    const act = { person, action: 'transfer', target: targetOf(context, found) } as const;
    const { rule } = await rightTo(context, act);
    const own = await isOwn(context, { person, owner: to });
    const byAdmin = rule === 'slack-admin' || rule === 'named-admin';
    const before = await refusing(context, act, async () => {
      if (record === undefined) throw new Problem({ kind: 'client-without-owner' });
      if (isSameOwner(record.owner, to)) throw new Problem({ kind: 'owner-already' });
      if (to.kind === 'group' && !byAdmin && !own) throw new Problem({ kind: 'new-owner-others-group' });
      await mustBeThere(context, to);
      return record;
    });
    const { offered } = before;
    if (to.kind === 'person' && !byAdmin && !own) {
      if (offered?.to === to.id && isOpen(offered, context.now())) {
        return { kind: 'offered', record: before, offer: offered, replaced: undefined };
      }
      await context.beforeChanges?.();
      const offer = newOffer(context, { to: to.id, by: person });
      const after = { ...before, offered: offer };
      const event = doneEvent(context, { ...act, client, owner: to, rule, reason: 'offered' });
      const landed = await audit.appendWith(workspace, event, records.changing(before, after));
      if (landed.kind === 'done') return { kind: 'offered', record: after, offer, replaced: offered };
    } else {
      await context.beforeChanges?.();
      const after = ownedBy(before, to);
      const told = await news.of({ kind: 'transferred', before, after, by: person });
      const event = doneEvent(context, { ...act, client, owner: to, rule });
      const landed = await audit.appendWith(workspace, event, [...records.changing(before, after), ...told]);
      if (landed.kind === 'done') return { kind: 'transferred', record: after };
    }
    // It was changed meanwhile: everything is asked again.
  }
}

function newOffer(
  { now, newId }: Pick<OwnershipContext, 'now' | 'newId'>,
  { to, by }: Pick<TransferOffer, 'to' | 'by'>,
): TransferOffer {
  const at = now();
  const until = new Date(at.getTime() + TRANSFER_OPEN_DAYS * DAY_MS);
  return { id: newId(), to, by, at: at.toISOString(), until: until.toISOString() };
}

/** Whether a transfer can still be accepted. */
export const isOpen = ({ until }: TransferOffer, now: Date): boolean => Date.parse(until) > now.getTime();
