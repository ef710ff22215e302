import { z } from 'zod';
import { Accounts } from '../model/account.js';
import { AlphausUserName, ClientName } from '../model/api-client.js';
import { ClientId, PersonId, RequestId, WorkspaceId } from '../model/ids.js';
import { Owner, Purpose } from '../model/client-record.js';
import { approvalsNeededFor, type Policy } from '../rights/policy.js';
import { Approval, approversOf, Open } from './approvals.js';

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

/** Why a request ended although nobody decided it. */
const ClosingReason = z.enum([
  'requester-gone',
  'nobody-decides',
  'too-few-decide',
  'preparer-lost-right',
  'old-client-gone',
]);
export type ClosingReason = z.infer<typeof ClosingReason>;

const RequestState = z.discriminatedUnion('kind', [
  Open,
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

/** A rotation that is asked for: the API client that is to have a successor, and for how many days both are used. */
export const RequestedRotation = z.object({ client: ClientId, overlapDays: z.int().min(1) });
export type RequestedRotation = z.infer<typeof RequestedRotation>;

/** An asked-for creation that waits for a decision. The store's copy is the truth; cards are views of it. */
export const ClientRequest = z.object({
  workspace: WorkspaceId,
  id: RequestId,
  /** Grows with every transition: a view knows by it whether it is old. */
  version: z.number().int().min(1),
  requester: PersonId,
  /** Who prepared it for them: it is approved from the beginning, and ends where they may no longer create it. */
  preparedBy: PersonId.optional(),
  name: ClientName,
  /** Absent when the requester was not sure: the approver picks. */
  user: AlphausUserName.optional(),
  /** The execution of a workflow's step that asked for it, and waits for its end. */
  step: z.string().optional(),
  purpose: Purpose,
  owner: Owner,
  /** Absent where a client is asked for that takes nobody's place. */
  rotates: RequestedRotation.optional(),
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
  /** When the admins were asked as well, since nobody had decided. */
  adminsAskedAt: time.optional(),
  /** How often its approval no longer counted, so that it waits for a decision again. */
  reopened: z.number().int().min(1).optional(),
  state: RequestState,
});
export type ClientRequest = z.infer<typeof ClientRequest>;

/** Everybody whose approval it has, in the order in which they gave it. */
export function whoApproved({ state }: ClientRequest): readonly PersonId[] {
  if (state.kind === 'open') return (state.approvals ?? []).map(({ by }) => by);
  const approval = 'approval' in state ? state.approval : undefined;
  return approval === undefined ? [] : approversOf(approval);
}

/** How many different people have to approve it, by this policy. */
export function neededBy(policy: Policy, { user, state }: ClientRequest): number {
  return approvalsNeededFor(policy, user ?? (state.kind === 'open' ? state.picked : undefined));
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
