import { audited } from '../audit/audited.js';
import { refusing, rightTo } from '../audit/right-on-record.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { PersonId } from '../model/ids.js';
import { Problem } from '../problem.js';
import { closeRequest } from './end-request.js';
import { type Moved, moveRequest } from './move-request.js';
import { type ClientRequest, type DenialText, isDecidable, type Transition } from './request.js';
import { boundToAccount, mustBeForConnectedAccount, type RequestAccountContext } from './request-account.js';
import { type RequestContext, requestInTrail } from './request-context.js';

const HOUR_MS = 3_600_000;

export type Verdict =
  /** `user`: whom the approver picked, where the requester was not sure. */
  | { readonly kind: 'approve'; readonly user?: AlphausUserName | undefined }
  | { readonly kind: 'deny'; readonly reason: DenialText };

export interface DecidingRequest {
  /** As it was read: whatever happened to it since decides whether it is too late. */
  readonly request: ClientRequest;
  readonly person: PersonId;
  readonly verdict: Verdict;
}

/**
 * Decides a request: exactly one verdict wins, the others hear which. A request whose requester is no full member any
 * more is closed instead.
 */
export async function decideRequest(
  context: RequestContext & RequestAccountContext,
  { request, person, verdict }: DecidingRequest,
): Promise<Moved> {
  const { workspace, requests, audit, people, reference, now } = context;
  const { requester } = request;
  const action = 'decide-request';
  const { rule, rules } = await rightTo(context, { person, action, target: { requester } });
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
  const { collectHours } = rules.policy;
  return audited({
    audit,
    workspace,
    facts: { actor: person, action, ...requestInTrail(request), rule, reference },
    work: async () =>
      moveRequest(requests, request, transitionOf({ request, person, verdict }, now(), collectHours)),
    outcomeOf: ({ kind, request: { state } }) =>
      kind === 'late'
        ? { outcome: 'refused', reason: 'too-late' }
        : {
            outcome: 'done',
            reason: verdict.kind === 'approve' ? 'approved' : `denied: ${verdict.reason}`,
            // When the requester was not sure, only the decision names the Alphaus user.
            ...(state.kind === 'approved' && { target: { user: state.approval.user } }),
          },
  });
}

function transitionOf(
  { request, person: by, verdict }: DecidingRequest,
  at: Date,
  collectHours: number,
): Transition {
  if (verdict.kind === 'deny') return { kind: 'deny', by, reason: verdict.reason, at };
  const collectBy = new Date(at.getTime() + collectHours * HOUR_MS);
  return { kind: 'approve', by, user: userOf(request, verdict), at, collectBy };
}

function userOf(request: ClientRequest, verdict: Extract<Verdict, { kind: 'approve' }>): AlphausUserName {
  const user = request.user ?? verdict.user;
  if (user === undefined) throw new Problem({ kind: 'user-not-picked' });
  return user;
}
