import type { ClientSpec } from '../model/client-record.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { refusing, rightTo } from '../audit/right-on-record.js';
import { type IssuingContext, issueClient, type NotClaimed } from '../clients/issuing/issue-client.js';
import type { Alongside, Made } from '../clients/issuing/concluding.js';
import type { Issued } from '../clients/issuing/make-client.js';
import type { PersonId } from '../model/ids.js';
import { approvalsNeededFor, type Policy } from '../rights/policy.js';
import { decideNow } from '../rights/decide-now.js';
import { closeRequest } from './end-request.js';
import { lostTheRight } from './lost-right.js';
import { moveRequest } from './move-request.js';
import { boundToAccount, mustBeForConnectedAccount, type RequestAccountContext } from './request-account.js';
import { requestInTrail } from './request-context.js';
import type { Requests } from './requests.js';
import type { Commit, Part } from '../store.js';
import { unlessProblem } from '../unless-problem.js';
import { Problem } from '../problem.js';
import { type Approval, approversOf } from './approvals.js';
import type { ClientRequest, ClosingReason } from './request.js';
import { requestedRotation } from './requested-rotation.js';
import { move, type Transition } from './transition.js';

export interface CollectContext extends IssuingContext {
  readonly requests: Requests;
  readonly connections: RequestAccountContext['connections'];
}

export type Collected =
  | Issued
  /** Some who approved may not decide any more, and too few are left: the request waits for a decision again. */
  | { readonly kind: 'reopened'; readonly request: ClientRequest; readonly lost: readonly PersonId[] }
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
  const { rules } = await rightTo(context, act);
  if (state.kind !== 'approved') return { kind: 'late', request };
  const { approval } = state;
  await refusing(context, act, async () =>
    mustBeForConnectedAccount(context, await boundToAccount(context, request), approval.user),
  );
  const lost = await withoutRight(context, { request, person, approval, policy: rules.policy });
  if (lost !== undefined) return lost;
  const rotates = await requestedRotation(context, request);
  if (rotates === 'gone') return closed(context, { request, person }, 'old-client-gone');
  // Names this click: only its own claim is given back or settled by it.
  const attempt = context.reference;
  let standing = request;
  let claimed: ClientRequest | undefined;
  const giveBack = async (): Promise<void> => {
    if (claimed !== undefined) await moveRequest(requests, claimed, { kind: 'give-back', attempt });
  };
  let isKnown = true;
  const moving: Alongside = async (made) => {
    const current = isKnown ? claimed : await requests.find(request.workspace, request.id);
    // Asked for once more, it was changed since it was claimed.
    isKnown = false;
    const next = current && move(current, transitionFor(made, attempt, now()));
    return current === undefined || next === undefined ? [] : requests.changing(current, next);
  };
  const claim = async (): Promise<readonly Part[] | undefined> => {
    const moved = await moveRequest(requests, request, { kind: 'claim', attempt, at: now() });
    standing = moved.request;
    if (moved.kind === 'late') return undefined;
    claimed = moved.request;
    if (isOf(claimed, approval)) {
      const begun = { ...claimed, version: claimed.version + 1 };
      const parts = requests.changing(claimed, begun);
      claimed = begun;
      return parts;
    }
    // Approved again meanwhile, perhaps for another Alphaus user: that was not asked about.
    await giveBack();
    return undefined;
  };

  let issued: Issued | NotClaimed;
  try {
    issued = await issueClient(context, {
      person,
      // A successor belongs to whom its predecessor belongs to by now.
      spec: { ...specOf(request, approval), ...(rotates !== undefined && { owner: rotates.old.owner }) },
      reason: {
        kind: 'collect',
        requester,
        endChosenBy: request.preparedBy ?? requester,
        rotates,
        claim,
        moving,
      },
    });
  } catch (error) {
    // A claim that the store does not take back now is given back by the job that looks after requests.
    if (isNothingMade(error)) await unlessProblem(giveBack());
    throw error;
  }
  return issued.kind === 'not-claimed' ? { kind: 'late', request: standing } : issued;
}

function transitionFor(made: Made, attempt: string, at: Date): Transition {
  switch (made.kind) {
    case 'created':
      return { kind: 'collect', attempt, client: made.client, at };
    case 'ambiguous':
      return { kind: 'lose', attempt, at };
    case 'nothing':
      return { kind: 'give-back', attempt };
  }
}

interface LookedAt {
  readonly request: ClientRequest;
  readonly person: PersonId;
  readonly approval: Approval;
  readonly policy: Policy;
}

/** Asks once more for the right by which it was approved, or prepared; `undefined` where it stands. */
async function withoutRight(context: CollectContext, looked: LookedAt): Promise<Collected | undefined> {
  const { request, approval } = looked;
  const { preparedBy } = request;
  if (preparedBy === undefined) return reopenIfLost(context, looked);
  const create = { person: preparedBy, action: 'create', target: { user: approval.user } } as const;
  if ((await decideNow(context, create)).decision.kind === 'allow') return undefined;
  return closed(context, looked, 'preparer-lost-right');
}

/** Ends a request of which nothing can come any more. */
async function closed(
  context: CollectContext,
  { request, person }: Pick<LookedAt, 'request' | 'person'>,
  why: ClosingReason,
): Promise<Collected> {
  await context.beforeChanges?.();
  return { kind: 'late', request: await closeRequest(context, { request, why, actor: person }) };
}

/** Asks once more for the right of everybody who approved; `undefined` where enough of them still have it. */
async function reopenIfLost(
  context: CollectContext,
  { request, person, approval, policy }: LookedAt,
): Promise<Collected | undefined> {
  const { requests, audit, workspace, reference } = context;
  const approvers = approversOf(approval);
  const lost = await lostTheRight(context, request, approvers);
  const needed = approvalsNeededFor(policy, approval.user);
  if (lost.length === 0 || approvers.length - lost.length >= needed) return undefined;
  await context.beforeChanges?.();
  const event: AuditEvent = {
    actor: person,
    action: 'collect-request',
    ...requestInTrail(request),
    outcome: 'refused',
    reason: `approval-lost: ${lost.join(', ')}`,
    reference,
  };
  const onRecord: Commit = (parts) => audit.appendWith(workspace, event, parts);
  const reopening = { kind: 'reopen', approval, lost, needed } as const;
  const moved = await moveRequest(requests, request, reopening, () => onRecord);
  return moved.kind === 'late' ? moved : { kind: 'reopened', request: moved.request, lost };
}

/** An approval holds for exactly what was on the card. */
function specOf({ id, name, purpose, owner, endsAt }: ClientRequest, approval: Approval): ClientSpec {
  const { user, by } = approval;
  const furtherApprovers = approversOf(approval).filter((person) => person !== by);
  return { user, name, purpose, owner, endsAt, request: id, approver: by, furtherApprovers };
}

const isOf = ({ state }: ClientRequest, { by, at, user }: Approval): boolean =>
  state.kind === 'collecting' &&
  state.approval.by === by &&
  state.approval.at === at &&
  state.approval.user === user;

/**
 * Not where nobody knows yet what happened, or a client is still to be deleted: then the claim stays until the intent is
 * settled.
 */
function isNothingMade(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  const { facts } = error;
  if (facts.kind === 'store-unavailable') return false;
  return facts.kind !== 'secret-not-delivered' || facts.cleanedUp;
}
