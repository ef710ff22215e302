import { recordRefusal, refusing, rightTo } from '../../audit/right-on-record.js';
import type { ClientRecord, Owner, Purpose } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import { allowedPurpose } from '../../rights/check-patterns.js';
import { mustExist } from '../issuing/admission.js';
import { claimedRecord } from './claimed-record.js';
import type { Deletion } from '../deletions.js';
import { type FindContext, findClient, targetOf } from '../find-client.js';
import { doneEvent } from './ownership-context.js';

/** An API client of unknown origin that a person claims for themselves or for their user group. */
export interface ClaimWanted {
  readonly person: PersonId;
  readonly id: ClientId;
  readonly purpose: Purpose;
  readonly owner: Owner;
}

export type Claimed =
  | { readonly kind: 'claimed'; readonly record: ClientRecord }
  | { readonly kind: 'deleted'; readonly deletion: Deletion };

/**
 * Claims an API client of unknown origin: once, however many people try. Its record, all that is told by the indexes,
 * and the record of the claim in the trail are written together.
 */
export async function claimClient(context: FindContext, wanted: ClaimWanted): Promise<Claimed> {
  const { workspace, audit, records } = context;
  const { person, id, purpose, owner } = wanted;
  const found = await findClient(context, { person, id, action: 'claim' });
  if (found.kind === 'deleted') return found;
  const { client } = found;
  const act = { person, action: 'claim', target: targetOf(context, found) } as const;
  const { rule, rules } = await rightTo(context, act);
  await refusing(context, act, async () => {
    allowedPurpose(rules.policy, purpose);
    await mustExist(context, { person, owner });
  });
  await context.beforeChanges?.();
  const record = claimedRecord(context, client, { by: person, owner, purpose });
  const event = doneEvent(context, { person, action: 'claim', client, owner, rule });
  const landed = await audit.appendWith(workspace, event, records.adding(record));
  if (landed.kind === 'done') return { kind: 'claimed', record };
  // Somebody else's claim landed.
  await recordRefusal(context, { ...act, reason: 'has-owner' });
  throw new Problem({ kind: 'not-allowed', reason: 'has-owner' });
}
