import { auditedChange } from '../audit/audited-change.js';
import { rightTo } from '../audit/right-on-record.js';
import type { PersonId } from '../model/ids.js';
import { type Moved, moveRequest } from './move-request.js';
import { type ClientRequest, whoApproved } from './request.js';
import { type RequestContext, requestInTrail, TOO_LATE } from './request-context.js';

export interface RevokingApproval {
  /** As it was read: whatever happened to it since decides whether it is too late. */
  readonly request: ClientRequest;
  readonly person: PersonId;
}

/**
 * Takes an approval back that nobody has collected: for the people who gave it, and for admins. While others have yet to
 * approve, a person takes back their own only, and the request stays open.
 */
export async function revokeApproval(
  context: RequestContext,
  { request, person }: RevokingApproval,
): Promise<Moved> {
  const { workspace, requests, audit, reference, now } = context;
  const approvers = whoApproved(request);
  const action = 'revoke-approval';
  const { rule } = await rightTo(context, { person, action, target: { user: request.user, approvers } });
  return auditedChange({
    audit,
    workspace,
    facts: { actor: person, action, ...requestInTrail(request), rule, reference },
    work: (recording) =>
      moveRequest(requests, request, { kind: 'revoke', by: person, at: now() }, () => recording()),
    unchanged: () => TOO_LATE,
  });
}
