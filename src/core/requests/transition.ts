import type { AlphausUserName } from '../model/api-client.js';
import type { ClientId, PersonId } from '../model/ids.js';
import { type Approval, approvalsIn, type ApprovalComment, type Open, openWith } from './approvals.js';
import {
  type ClientRequest,
  type ClosingReason,
  type DenialText,
  isDecidable,
  isExpired,
  isLive,
  type RequestState,
} from './request.js';

/** One more approval. The request is approved once there are as many as are needed. */
export interface Approving {
  readonly kind: 'approve';
  readonly by: PersonId;
  readonly comment?: ApprovalComment | undefined;
  /** The Alphaus user that the approver picked, where nobody did before. */
  readonly user: AlphausUserName;
  readonly at: Date;
  readonly collectBy: Date;
  /** How many different people have to approve. */
  readonly needed: number;
  /** The people who approved before and may still decide; the approvals of others no longer count. */
  readonly still: readonly PersonId[];
  /** The people whose rights were looked up: an approval by anybody else has come since, and nothing is known of it. */
  readonly asked: readonly PersonId[];
}

/** The approval no longer counts, since some who gave it may not decide any more: the request is open again. */
export interface Reopening {
  readonly kind: 'reopen';
  /** The approval that was looked at. */
  readonly approval: Approval;
  readonly lost: readonly PersonId[];
  readonly needed: number;
}

/** How many people have to approve, by the policy as it is now. */
export interface Needing {
  readonly kind: 'need';
  readonly needed: number;
}

/** The admins are asked as well, once. */
export interface AskingAdmins {
  readonly kind: 'ask-admins';
  readonly at: Date;
}

export type Transition =
  | Approving
  | { readonly kind: 'deny'; readonly by: PersonId; readonly reason: DenialText; readonly at: Date }
  | { readonly kind: 'withdraw'; readonly at: Date }
  /** Takes an approval back that nobody is collecting. */
  | { readonly kind: 'revoke'; readonly by: PersonId; readonly at: Date }
  | Reopening
  | Needing
  | AskingAdmins
  | { readonly kind: 'expire'; readonly at: Date }
  /** Notes whether its account is connected: everything that shows the request says so. */
  | { readonly kind: 'see-account'; readonly isConnected: boolean; readonly at: Date }
  | { readonly kind: 'close'; readonly why: ClosingReason; readonly at: Date }
  | { readonly kind: 'claim'; readonly attempt: string; readonly at: Date }
  /** Nothing was made for certain, or what was made is gone again: the approval is as good as before. */
  | { readonly kind: 'give-back'; readonly attempt: string }
  | { readonly kind: 'collect'; readonly attempt: string; readonly client: ClientId; readonly at: Date }
  | { readonly kind: 'lose'; readonly attempt: string; readonly at: Date };

/** The request after a transition; `undefined` when it is too late, or too early, for it. */
export function move(request: ClientRequest, transition: Transition): ClientRequest | undefined {
  if (transition.kind === 'see-account') return seen(request, transition);
  if (transition.kind === 'reopen') return reopened(request, transition);
  if (transition.kind === 'ask-admins') return adminsAsked(request, transition);
  const state = stateAfter(request, transition);
  return state && { ...request, version: request.version + 1, state };
}

type AccountSeen = Extract<Transition, { kind: 'see-account' }>;

function seen(request: ClientRequest, { isConnected, at }: AccountSeen): ClientRequest | undefined {
  const { accountGoneSince, ...rest } = request;
  if (!isLive(request) || isConnected === (accountGoneSince === undefined)) return undefined;
  const next = { ...rest, version: request.version + 1 };
  return isConnected ? next : { ...next, accountGoneSince: at.toISOString() };
}

function adminsAsked(request: ClientRequest, { at }: AskingAdmins): ClientRequest | undefined {
  if (!isDecidable(request, at) || request.adminsAskedAt !== undefined) return undefined;
  return { ...request, version: request.version + 1, adminsAskedAt: at.toISOString() };
}

/** It waits at least as long as its approval would have waited to be collected. */
function reopened(request: ClientRequest, { approval, lost, needed }: Reopening): ClientRequest | undefined {
  const { state, openUntil, version, reopened: before = 0 } = request;
  if (state.kind !== 'approved' || JSON.stringify(state.approval) !== JSON.stringify(approval))
    return undefined;
  const left = approvalsIn(approval).filter(({ by }) => !lost.includes(by));
  return {
    ...request,
    version: version + 1,
    openUntil: openUntil > approval.collectBy ? openUntil : approval.collectBy,
    reopened: before + 1,
    state: openWith(left, needed, request.user === undefined ? approval.user : undefined),
  };
}

function stateAfter(
  request: ClientRequest,
  transition: Exclude<Transition, AccountSeen | Reopening | AskingAdmins>,
): RequestState | undefined {
  const { state } = request;
  switch (transition.kind) {
    case 'approve':
      return approved(request, transition);
    case 'need':
      if (state.kind !== 'open' || (state.needed ?? 1) === transition.needed) return undefined;
      return openWith(state.approvals ?? [], transition.needed, state.picked);
    case 'deny': {
      const { by, at, reason } = transition;
      if (!isDecidable(request, at) || by === request.requester) return undefined;
      return { kind: 'denied', by, at: at.toISOString(), reason };
    }
    case 'withdraw':
      if (state.kind !== 'open' && state.kind !== 'approved') return undefined;
      return { kind: 'withdrawn', at: transition.at.toISOString() };
    case 'revoke': {
      const { by, at } = transition;
      if (state.kind === 'open') return withoutApproval(state, by);
      if (state.kind !== 'approved') return undefined;
      return { kind: 'revoked', by, at: at.toISOString(), approval: state.approval };
    }
    case 'expire':
      return isExpired(request, transition.at)
        ? {
            kind: 'expired',
            at: transition.at.toISOString(),
            ...(state.kind === 'approved' && { approval: state.approval }),
          }
        : undefined;
    case 'close':
      if (state.kind !== 'open' && state.kind !== 'approved') return undefined;
      return { kind: 'closed', at: transition.at.toISOString(), why: transition.why };
    case 'claim':
      if (state.kind !== 'approved' || isExpired(request, transition.at)) return undefined;
      return {
        kind: 'collecting',
        approval: state.approval,
        attempt: transition.attempt,
        since: transition.at.toISOString(),
      };
    // What was unclear may be found out later.
    case 'give-back':
      if (!isAttempt(state, transition.attempt)) return undefined;
      return { kind: 'approved', approval: state.approval };
    case 'collect':
      if (!isAttempt(state, transition.attempt)) return undefined;
      return {
        kind: 'collected',
        approval: state.approval,
        client: transition.client,
        at: transition.at.toISOString(),
      };
    case 'lose':
      if (state.kind !== 'collecting' || state.attempt !== transition.attempt) return undefined;
      return {
        kind: 'ambiguous',
        approval: state.approval,
        attempt: transition.attempt,
        at: transition.at.toISOString(),
      };
  }
}

function approved(request: ClientRequest, approving: Approving): RequestState | undefined {
  const { by, at, comment, collectBy, needed, still, asked } = approving;
  const { state, requester } = request;
  // A last line: the policy has said so before.
  if (state.kind !== 'open' || !isDecidable(request, at) || by === requester) return undefined;
  const before = state.approvals ?? [];
  if (before.some((one) => one.by === by || !asked.includes(one.by))) return undefined;
  const user = request.user ?? state.picked ?? approving.user;
  if (user !== approving.user) return undefined;
  const earlier = before.filter((one) => still.includes(one.by));
  const given = { by, at: at.toISOString(), ...(comment !== undefined && { comment }) };
  if (earlier.length + 1 < needed) {
    return openWith([...earlier, given], needed, request.user === undefined ? user : undefined);
  }
  const approval = { ...given, user, collectBy: collectBy.toISOString() };
  return { kind: 'approved', approval: earlier.length === 0 ? approval : { ...approval, earlier } };
}

/** Somebody takes their own approval back; anybody else who may revoke takes all of them back. */
function withoutApproval(state: Open, by: PersonId): RequestState | undefined {
  const { approvals = [], needed = 1, picked } = state;
  if (approvals.length === 0) return undefined;
  const others = approvals.filter((one) => one.by !== by);
  const left = others.length === approvals.length ? [] : others;
  return openWith(left, needed, picked);
}

function isAttempt(
  state: RequestState,
  attempt: string,
): state is Extract<RequestState, { kind: 'collecting' | 'ambiguous' }> {
  return (state.kind === 'collecting' || state.kind === 'ambiguous') && state.attempt === attempt;
}
