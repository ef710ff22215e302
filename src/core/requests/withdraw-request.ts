import { auditedChange } from '../audit/audited-change.js';
import { rightTo } from '../audit/right-on-record.js';
import type { PersonId } from '../model/ids.js';
import { type Moved, moveRequest } from './move-request.js';
import type { ClientRequest } from './request.js';
import { type RequestContext, requestInTrail, TOO_LATE } from './request-context.js';

export interface WithdrawingRequest {
  /** As it was read: whatever happened to it since decides whether it is too late. */
  readonly request: ClientRequest;
  readonly person: PersonId;
}

/** Takes a request back; only its requester may, until it is denied or collected. */
export async function withdrawRequest(
  context: RequestContext,
  { request, person }: WithdrawingRequest,
): Promise<Moved> {
  const { workspace, requests, audit, reference, now } = context;
  const action = 'withdraw-request';
  const { rule } = await rightTo(context, { person, action, target: { requester: request.requester } });
  return auditedChange({
    audit,
    workspace,
    facts: { actor: person, action, ...requestInTrail(request), rule, reference },
    work: (recording) => moveRequest(requests, request, { kind: 'withdraw', at: now() }, () => recording()),
    unchanged: () => TOO_LATE,
  });
}
