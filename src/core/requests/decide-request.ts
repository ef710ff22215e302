import type { AuditConclusion } from '../audit/audited.js';
import { auditedChange } from '../audit/audited-change.js';
import { refusing, type Right, rightTo } from '../audit/right-on-record.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { PersonId } from '../model/ids.js';
import { Problem } from '../problem.js';
import { approvalsNeededFor } from '../rights/policy.js';
import type { ApprovalComment } from './approvals.js';
import { closeRequest } from './end-request.js';
import { lostTheRight } from './lost-right.js';
import { type Moved, moveRequest } from './move-request.js';
import { type ClientRequest, type DenialText, isDecidable, whoApproved } from './request.js';
import { boundToAccount, mustBeForConnectedAccount, type RequestAccountContext } from './request-account.js';
import type { Commit } from '../store.js';
import { HOUR_MS } from '../model/durations.js';
import type { Transition } from './transition.js';
import { type RequestContext, requestInTrail, TOO_LATE } from './request-context.js';

export interface Approve {
  readonly kind: 'approve';
  /** The Alphaus user that the approver picked, where the requester was not sure. */
  readonly user?: AlphausUserName | undefined;
  readonly comment?: ApprovalComment | undefined;
}

export type Verdict = Approve | { readonly kind: 'deny'; readonly reason: DenialText };

export interface DecidingRequest {
  /** As it was read: whatever happened to it since decides whether it is too late. */
  readonly request: ClientRequest;
  readonly person: PersonId;
  readonly verdict: Verdict;
}

type DecideContext = RequestContext & RequestAccountContext;

/**
 * Decides a request: exactly one verdict wins, the others hear which. Where several people have to approve, each of
 * them does, and the last one makes it approved. A request whose requester is no full member any more is closed instead.
 */
export async function decideRequest(
  context: DecideContext,
  { request, person, verdict }: DecidingRequest,
): Promise<Moved> {
  const { workspace, requests, audit, people, reference, now } = context;
  const { requester } = request;
  const action = 'decide-request';
  const right = await rightTo(context, { person, action, target: { requester } });
  if ((await people.actorWithoutGroups(requester)).standing !== 'member') {
    const closed = await closeRequest(context, { request, why: 'requester-gone', actor: person });
    return { kind: 'late', request: closed };
  }
  if (verdict.kind === 'approve' && isDecidable(request, now())) {
    const act = { person, action, target: { requester, user: request.user } } as const;
    await refusing(context, act, async () =>
      mustBeForConnectedAccount(context, await boundToAccount(context, request), userOf(request, verdict)),
    );
  }
  return auditedChange({
    audit,
    workspace,
    facts: { actor: person, action, ...requestInTrail(request), rule: right.rule, reference },
    work: (recording) => {
      const recorded = (next: ClientRequest): Commit => recording(conclusion(request, verdict, next));
      if (verdict.kind === 'approve') return approve(context, { request, person, verdict, right, recorded });
      const denied = { kind: 'deny', by: person, reason: verdict.reason, at: now() } as const;
      return moveRequest(requests, request, denied, recorded);
    },
    unchanged: () => TOO_LATE,
  });
}

interface Approving {
  readonly request: ClientRequest;
  readonly person: PersonId;
  readonly verdict: Approve;
  readonly right: Right;
  readonly recorded: (next: ClientRequest) => Commit;
}

/** Asks once more for the right of everybody who has approved, those among them who do so at the same moment. */
async function approve(
  context: DecideContext,
  { request, person: by, verdict, right, recorded }: Approving,
): Promise<Moved> {
  const { requests, now } = context;
  const { policy } = right.rules;
  let standing = request;
  for (;;) {
    const asked = whoApproved(standing);
    const lost = await lostTheRight(context, standing, asked);
    const user = userOf(standing, verdict);
    const at = now();
    const wanted: Transition = {
      kind: 'approve',
      by,
      comment: verdict.comment,
      user,
      at,
      collectBy: new Date(at.getTime() + policy.collectHours * HOUR_MS),
      needed: approvalsNeededFor(policy, user),
      still: asked.filter((person) => !lost.includes(person)),
      asked,
    };
    const moved = await moveRequest(requests, standing, wanted, recorded);
    const since = whoApproved(moved.request).some((person) => person !== by && !asked.includes(person));
    if (!since || !isDecidable(moved.request, now())) return moved;
    standing = moved.request;
  }
}

/** What the trail says of a verdict that makes this of the request. */
function conclusion(before: ClientRequest, verdict: Verdict, request: ClientRequest): AuditConclusion {
  const { state } = request;
  if (verdict.kind === 'deny') return { outcome: 'done', reason: `denied: ${verdict.reason}` };
  const counted = whoApproved(request);
  const lost = whoApproved(before).filter((person) => !counted.includes(person));
  const said = [
    state.kind === 'open' ? `approved, ${counted.length} of ${state.needed ?? 1}` : 'approved',
    ...(lost.length > 0 ? [`no longer counted: ${lost.join(', ')}`] : []),
  ].join('; ');
  return {
    outcome: 'done',
    reason: verdict.comment === undefined ? said : `${said}: ${verdict.comment}`,
    // When the requester was not sure, only the decision names the Alphaus user.
    ...(state.kind === 'approved' && { target: { user: state.approval.user } }),
  };
}

function userOf({ user: asked, state }: ClientRequest, { user: picked }: Approve): AlphausUserName {
  const user = asked ?? picked ?? (state.kind === 'open' ? state.picked : undefined);
  if (user === undefined) throw new Problem({ kind: 'user-not-picked' });
  return user;
}
