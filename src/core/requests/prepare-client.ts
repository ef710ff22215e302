import { auditedChange } from '../audit/audited-change.js';
import { refusing, rightTo } from '../audit/right-on-record.js';
import { mustExist } from '../clients/issuing/admission.js';
import { checkRoom } from '../clients/issuing/client-limit.js';
import type { ClientSpec } from '../model/client-record.js';
import type { PersonId, RequestId } from '../model/ids.js';
import { Problem } from '../problem.js';
import { checkPatterns } from '../rights/check-patterns.js';
import { checkEnd } from '../rights/client-life.js';
import { takeFromQuota } from '../rights/hourly-quota.js';
import { HOUR_MS } from '../model/durations.js';
import { type AskingContext, ownedBy } from './ask-for-client.js';
import { accountsToAskIn } from './request-account.js';
import type { ClientRequest } from './request.js';

export interface Preparing {
  /** Who may create there. */
  readonly person: PersonId;
  /** Who is to have the client, and alone sees its secret. */
  readonly recipient: PersonId;
  readonly wish: ClientSpec;
  /** What the request is to be called. */
  readonly id: RequestId;
}

/**
 * Prepares an API client for somebody else: an approved request of theirs, which they collect or decline. Owner, limits
 * and patterns are checked as if they had asked. A `Problem` where the person may not create there themselves.
 */
export async function prepareClient(
  context: AskingContext,
  { person, recipient, wish, id }: Preparing,
): Promise<ClientRequest> {
  const { workspace, requests, now, audit, reference, people } = context;
  const { user, name } = wish;
  const act = { person, action: 'create', target: { user } } as const;
  const { rule, rules } = await rightTo(context, act);
  const { policy } = rules;
  await refusing(context, act, async () => {
    await mustBeSomebodyElse(context, person, recipient);
    checkPatterns(policy, wish);
    await checkEnd(people, policy, { person, endsAt: wish.endsAt, now: now() });
    await saidOfRecipient(recipient, () =>
      Promise.all([
        mustExist(context, { person: recipient, user, owner: wish.owner }),
        checkRoom(context, { policy, person: recipient }),
      ]),
    );
    await takeFromQuota(context, policy, person, 'request');
  });
  const [ownedThen, accounts] = await Promise.all([
    ownedBy(context, recipient),
    accountsToAskIn(context, user),
  ]);
  return auditedChange({
    audit,
    workspace,
    facts: {
      actor: person,
      action: 'prepare-client',
      target: { name, user, subject: `for ${recipient}` },
      request: id,
      rule,
      reference,
    },
    work: async (recording) => {
      const at = now();
      const collectBy = new Date(at.getTime() + policy.collectHours * HOUR_MS).toISOString();
      const request: ClientRequest = {
        workspace,
        id,
        version: 1,
        requester: recipient,
        preparedBy: person,
        name,
        user,
        purpose: wish.purpose,
        owner: wish.owner,
        ...(wish.endsAt !== undefined && { endsAt: wish.endsAt }),
        accounts: [...accounts],
        ownedThen,
        createdAt: at.toISOString(),
        openUntil: collectBy,
        state: { kind: 'approved', approval: { by: person, at: at.toISOString(), user, collectBy } },
      };
      await requests.add(request, recording());
      return request;
    },
  });
}

/** What stands in the way is the recipient's, and not of the person who reads it. */
async function saidOfRecipient(recipient: PersonId, check: () => Promise<unknown>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { facts } = error;
    if (facts.kind === 'too-many-clients') {
      throw new Problem({ kind: 'recipient-has-too-many', recipient, limit: facts.limit });
    }
    if (facts.kind === 'owner-invalid') throw new Problem({ kind: 'recipient-not-in-group', recipient });
    throw error;
  }
}

async function mustBeSomebodyElse(
  { people }: Pick<AskingContext, 'people'>,
  person: PersonId,
  recipient: PersonId,
): Promise<void> {
  if (recipient === person) throw new Problem({ kind: 'recipient-invalid', standing: 'self' });
  const { standing } = await people.actorWithoutGroups(recipient);
  if (standing !== 'member') throw new Problem({ kind: 'recipient-invalid', standing });
}
