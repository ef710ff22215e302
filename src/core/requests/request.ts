import { z } from 'zod';
import { Accounts } from '../model/account.js';
import { AlphausUserName, ClientName } from '../model/api-client.js';
import { ClientId, PersonId, RequestId, WorkspaceId } from '../model/ids.js';
import { Owner, Purpose } from '../model/client-record.js';

/** Why a request was denied; told to the requester. 1 to 500 characters after trimming. */
export const DenialText = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$/)
  .brand<'DenialText'>();
export type DenialText = z.infer<typeof DenialText>;

const time = z.iso.datetime();

/** Who allowed it, for which Alphaus user, and until when the requester may collect. */
const Approval = z.object({ by: PersonId, at: time, user: AlphausUserName, collectBy: time });
export type Approval = z.infer<typeof Approval>;

/** Why a request ended although nobody decided it. */
const ClosingReason = z.enum(['requester-gone', 'nobody-decides']);
export type ClosingReason = z.infer<typeof ClosingReason>;

const RequestState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('approved'), approval: Approval }),
  /** The requester's click is being served, by exactly one `attempt`. */
  z.object({ kind: z.literal('collecting'), approval: Approval, attempt: z.string(), since: time }),
  z.object({ kind: z.literal('collected'), approval: Approval, client: ClientId, at: time }),
  /** The API's answer to the create was lost: nobody knows whether a client was made. */
  z.object({ kind: z.literal('ambiguous'), approval: Approval, attempt: z.string(), at: time }),
  z.object({ kind: z.literal('denied'), by: PersonId, at: time, reason: DenialText }),
  z.object({ kind: z.literal('withdrawn'), at: time }),
  /** It was approved, and the approval was taken back before it was collected. */
  z.object({ kind: z.literal('revoked'), by: PersonId, at: time, approval: Approval }),
  /** `approval`: it was approved, and nobody collected. */
  z.object({ kind: z.literal('expired'), at: time, approval: Approval.optional() }),
  z.object({ kind: z.literal('closed'), at: time, why: ClosingReason }),
]);
export type RequestState = z.infer<typeof RequestState>;

/** An asked-for creation that waits for a decision. The store's copy is the truth; cards are views of it. */
export const ClientRequest = z.object({
  workspace: WorkspaceId,
  id: RequestId,
  /** Grows with every transition: a view knows by it whether it is old. */
  version: z.number().int().min(1),
  requester: PersonId,
  name: ClientName,
  /** Absent when the requester was not sure: the approver picks. */
  user: AlphausUserName.optional(),
  purpose: Purpose,
  owner: Owner,
  /** When the API client is to be deleted again. */
  endsAt: time.optional(),
  /** In which it was asked for: its Alphaus user's, or all that were connected, where the requester was not sure. */
  accounts: Accounts.optional(),
  /** When the last look found that none of them is connected: the request waits. */
  accountGoneSince: time.optional(),
  /** How many API clients the requester owned when asking. */
  ownedThen: z.number().int().min(0),
  createdAt: time,
  /** Nobody may decide it from then on. */
  openUntil: time,
  state: RequestState,
});
export type ClientRequest = z.infer<typeof ClientRequest>;

export type Transition =
  /** `user`: whom the approver picked; what the requester chose stands. */
  | {
      readonly kind: 'approve';
      readonly by: PersonId;
      readonly user: AlphausUserName;
      readonly at: Date;
      readonly collectBy: Date;
    }
  | { readonly kind: 'deny'; readonly by: PersonId; readonly reason: DenialText; readonly at: Date }
  | { readonly kind: 'withdraw'; readonly at: Date }
  /** Takes an approval back that nobody is collecting. */
  | { readonly kind: 'revoke'; readonly by: PersonId; readonly at: Date }
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

function stateAfter(
  request: ClientRequest,
  transition: Exclude<Transition, AccountSeen>,
): RequestState | undefined {
  const { state } = request;
  switch (transition.kind) {
    case 'approve': {
      const { by, at, collectBy } = transition;
      const user = request.user ?? transition.user;
      // A last line: the policy has said so before.
      if (!isDecidable(request, at) || by === request.requester || user !== transition.user) return undefined;
      const approval = { by, at: at.toISOString(), user, collectBy: collectBy.toISOString() };
      return { kind: 'approved', approval };
    }
    case 'deny': {
      const { by, at, reason } = transition;
      if (!isDecidable(request, at) || by === request.requester) return undefined;
      return { kind: 'denied', by, at: at.toISOString(), reason };
    }
    case 'withdraw':
      if (state.kind !== 'open' && state.kind !== 'approved') return undefined;
      return { kind: 'withdrawn', at: transition.at.toISOString() };
    case 'revoke': {
      if (state.kind !== 'approved') return undefined;
      const { by, at } = transition;
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

function isAttempt(
  state: RequestState,
  attempt: string,
): state is Extract<RequestState, { kind: 'collecting' | 'ambiguous' }> {
  return (state.kind === 'collecting' || state.kind === 'ambiguous') && state.attempt === attempt;
}

/** Whether somebody may still decide it. */
export function isDecidable(request: ClientRequest, now: Date): boolean {
  return request.state.kind === 'open' && now.getTime() < Date.parse(request.openUntil);
}

/** Whether its time is over, to be decided or to be collected. */
export function isExpired({ state, openUntil }: ClientRequest, now: Date): boolean {
  if (state.kind === 'open') return now.getTime() >= Date.parse(openUntil);
  return state.kind === 'approved' && now.getTime() >= Date.parse(state.approval.collectBy);
}

/** Whether its requester can collect it at this moment. */
export function isCollectable(request: ClientRequest | undefined, now: Date): boolean {
  return request?.state.kind === 'approved' && !isExpired(request, now);
}

/** Whether anything can still become of it. */
export function isLive({ state }: ClientRequest): boolean {
  return state.kind === 'open' || state.kind === 'approved' || state.kind === 'collecting';
}
