import type { ClientSpec } from '../model/client-record.js';
import { refusing, rightTo } from '../audit/right-on-record.js';
import { type IssuingContext, issueClient, type NotClaimed } from '../clients/issue-client.js';
import type { Issued } from '../clients/make-client.js';
import type { PersonId } from '../model/ids.js';
import { moveRequest } from './move-request.js';
import { boundToAccount, mustBeForConnectedAccount, type RequestAccountContext } from './request-account.js';
import type { Requests } from './requests.js';
import { unlessProblem } from '../unless-problem.js';
import { Problem } from '../problem.js';
import type { Approval, ClientRequest, Transition } from './request.js';

export interface CollectContext extends IssuingContext {
  readonly requests: Requests;
  readonly connections: RequestAccountContext['connections'];
}

export type Collected =
  | Issued
  /** Not approved any more, or another click is being served. */
  | { readonly kind: 'late'; readonly request: ClientRequest };

/**
 * Creates what was approved, at the requester's own click and once. A certain refusal gives the claim back;
 * when this process dies, or the outcome is unknown, it is not given back: the client may exist.
 */
export async function collectRequest(
  context: CollectContext,
  { request, person }: { readonly request: ClientRequest; readonly person: PersonId },
): Promise<Collected> {
  const { requests, now } = context;
  const { requester, state } = request;
  const act = { person, action: 'collect-request', target: { requester } } as const;
  await rightTo(context, act);
  if (state.kind !== 'approved') return { kind: 'late', request };
  const { approval } = state;
  await refusing(context, act, async () =>
    mustBeForConnectedAccount(context, await boundToAccount(context, request), approval.user),
  );
  // Names this click: only its own claim is given back or settled by it.
  const attempt = context.reference;
  let standing = request;
  let claimed: ClientRequest | undefined;
  const settle = async (to: Transition): Promise<void> => {
    if (claimed !== undefined) await moveRequest(requests, claimed, to);
  };
  const claim = async (): Promise<boolean> => {
    const moved = await moveRequest(requests, request, { kind: 'claim', attempt, at: now() });
    standing = moved.request;
    if (moved.kind === 'late') return false;
    claimed = moved.request;
    if (isOf(claimed, approval)) return true;
    // Approved again meanwhile, perhaps for another Alphaus user: that was not asked about.
    await settle({ kind: 'give-back', attempt });
    return false;
  };

  let issued: Issued | NotClaimed;
  try {
    issued = await issueClient(context, {
      person,
      spec: specOf(request, approval),
      reason: { kind: 'collect', requester, claim },
    });
  } catch (error) {
    const after = afterFailure(error, attempt);
    // A claim that the store does not take back now is given back by the job that looks after requests.
    if (after !== undefined) await unlessProblem(settle(after));
    throw error;
  }
  switch (issued.kind) {
    case 'created':
      await settle({ kind: 'collect', attempt, client: issued.record.id, at: now() });
      return issued;
    case 'ambiguous':
      await settle({ kind: 'lose', attempt, at: now() });
      return issued;
    case 'not-claimed':
      return { kind: 'late', request: standing };
  }
}

/** An approval holds for exactly what was on the card. */
function specOf({ id, name, purpose, owner, endsAt }: ClientRequest, { user, by }: Approval): ClientSpec {
  return { user, name, purpose, owner, endsAt, request: id, approver: by };
}

const isOf = ({ state }: ClientRequest, { by, at, user }: Approval): boolean =>
  state.kind === 'collecting' &&
  state.approval.by === by &&
  state.approval.at === at &&
  state.approval.user === user;

/**
 * `undefined` when nobody knows yet what happened, or a client is still to be deleted: then the claim stays
 * until the intent is settled.
 */
function afterFailure(error: unknown, attempt: string): Transition | undefined {
  if (!(error instanceof Problem)) return undefined;
  const { facts } = error;
  if (facts.kind === 'store-unavailable') return undefined;
  if (facts.kind === 'secret-not-delivered' && !facts.cleanedUp) return undefined;
  return { kind: 'give-back', attempt };
}
