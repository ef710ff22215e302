import type { AuditEvent } from '../../audit/audit-event.js';
import type { Owner } from '../../model/client-record.js';
import type { AlphausUserName } from '../../model/api-client.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import type { FindContext } from '../find-client.js';
import { goneOwner } from './owner-standing.js';
import type { OwnershipNews } from './ownership-news.js';

/** What the verbs work with by which an API client changes hands. */
export interface OwnershipContext extends FindContext {
  readonly news: OwnershipNews;
  readonly newId: () => string;
}

/** Throws a `Problem` unless the owner is a full member, or a user group with one. */
export async function mustBeThere({ people }: Pick<OwnershipContext, 'people'>, owner: Owner): Promise<void> {
  const gone = await goneOwner(people, owner);
  if (gone !== undefined) throw new Problem({ kind: 'new-owner-invalid', why: gone });
}

/** An act on the owner of a client, as the trail has it. */
export interface OwnershipAct {
  readonly person: PersonId;
  readonly action: 'claim' | 'transfer' | 'assign' | 'accept-transfer' | 'decline-transfer';
  readonly client: { readonly id: ClientId; readonly user: AlphausUserName; readonly name: string };
  readonly owner: Owner;
  readonly rule: string;
  readonly reason?: string;
}

export function doneEvent(
  { reference }: Pick<OwnershipContext, 'reference'>,
  { person, action, client, owner, rule, reason }: OwnershipAct,
): AuditEvent {
  return {
    actor: person,
    action,
    target: { user: client.user, clientId: client.id, name: client.name, subject: owner.id },
    rule,
    outcome: 'done',
    ...(reason !== undefined && { reason }),
    reference,
  };
}
