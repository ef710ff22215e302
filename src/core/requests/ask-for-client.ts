import { auditedChange } from '../audit/audited-change.js';
import { refusing, rightTo } from '../audit/right-on-record.js';
import { mustExist } from '../clients/issuing/admission.js';
import { checkRoom } from '../clients/issuing/client-limit.js';
import type { ClientContext } from '../clients/client-context.js';
import { ofOwners } from '../clients/client-records.js';
import type { Places } from '../clients/issuing/places.js';
import {
  type RotatingContext,
  rightToRotate,
  specLike,
} from '../clients/issuing/right-to-replace-or-rotate.js';
import type { PersonId, RequestId } from '../model/ids.js';
import { checkPatterns } from '../rights/check-patterns.js';
import { checkEnd } from '../rights/client-life.js';
import { approvalsNeededFor } from '../rights/policy.js';
import { type HourlyQuota, takeFromQuota } from '../rights/hourly-quota.js';
import { type DecidersContext, decidersOf } from '../rights/request-deciders.js';
import { ownersOf } from '../rights/sight.js';
import { Problem } from '../problem.js';
import { unlessProblem } from '../unless-problem.js';
import { type Asked, fileRequest, type RequestedWish } from './file-request.js';
import { accountsToAskIn, type RequestAccountContext } from './request-account.js';
import type { RequestContext } from './request-context.js';

/** What asking for a client works with. */
export interface AskingContext
  extends RequestContext,
    ClientContext,
    Omit<RequestAccountContext, 'requests'> {
  readonly people: ClientContext['people'] & DecidersContext['people'];
  readonly quota: HourlyQuota;
  readonly places: Places;
  readonly intents: RotatingContext['intents'];
}

export interface AskedFor {
  readonly person: PersonId;
  readonly wish: RequestedWish;
  /** The person knows that they have asked for the same already. */
  readonly again: boolean;
  /** What the request is to be called. */
  readonly id: RequestId;
  /** The execution of a workflow's step that waits for its end. */
  readonly step?: string | undefined;
}

/**
 * Asks for a client that somebody else has to approve. A `Problem` where the policy's patterns or limits refuse it,
 * or too few people could decide it.
 */
export async function askForClient(
  context: AskingContext,
  { person, wish: wanted, again, id, step }: AskedFor,
): Promise<Asked> {
  const { workspace, requests, now, audit, reference } = context;
  const action = 'request';
  const { rule, rules } = await rightTo(context, { person, action, target: 'any' });
  const wish = await withOldClient(context, person, wanted);
  const { name, user, rotates } = wish;
  const { policy } = rules;
  await refusing(context, { person, action, target: { user } }, async () => {
    checkPatterns(policy, wish);
    await checkEnd(context.people, policy, { person, endsAt: wish.endsAt, now: now() });
    // A successor belongs to whom its predecessor belongs to.
    const owner = rotates === undefined ? wish.owner : undefined;
    await Promise.all([
      mustExist(context, { person, user, owner }),
      checkRoom(context, { policy, person, inPlaceOf: rotates?.client }),
    ]);
    await takeFromQuota(context, policy, person, action);
  });
  const needed = approvalsNeededFor(policy, user);
  const [owned, accounts] = await Promise.all([ownedBy(context, person), accountsToAskIn(context, user)]);
  return auditedChange({
    audit,
    workspace,
    facts: {
      actor: person,
      action,
      target: {
        name,
        ...(user !== undefined && { user }),
        ...(rotates !== undefined && { clientId: rotates.client }),
      },
      rule,
      reference,
    },
    work: (recording) =>
      fileRequest(
        {
          workspace,
          requests,
          now,
          newRequestId: () => id,
          needed,
          deciders: async () => (await decidersOf(context, { requester: person, needed })).people,
          openDays: policy.requestOpenDays,
          owned,
          accounts,
          commit: recording({ outcome: 'done', target: { subject: `request ${id}` } }),
        },
        { wish, requester: person, again, step },
      ),
    unchanged: () => ({ outcome: 'refused', reason: 'already-open' }),
  });
}

/** What a rotation asks for is what the old client is, whatever was wished; asks the right to rotate it. */
async function withOldClient(
  context: AskingContext,
  person: PersonId,
  wish: RequestedWish,
): Promise<RequestedWish> {
  const { rotates, endsAt } = wish;
  if (rotates === undefined) return wish;
  const old = await context.records.find(context.workspace, rotates.client);
  if (old === undefined || old.closed !== undefined) throw new Problem({ kind: 'client-not-found' });
  await rightToRotate(context, person, old);
  return { ...specLike(old), endsAt, rotates };
}

/** How many clients the person owns, by themselves or through a group; told on the card, so groups may be missing. */
export async function ownedBy(
  { workspace, records, people }: AskingContext,
  person: PersonId,
): Promise<number> {
  const actor = (await unlessProblem(people.actor(person))) ?? { id: person, groups: [] };
  return (await ofOwners({ workspace, records }, ownersOf(actor))).length;
}
