import type { AuditEvent } from '../audit/audit-event.js';
import type { Commit } from '../store.js';
import { adminsToAskToo, type DecidersContext } from '../rights/request-deciders.js';
import type { Policy } from '../rights/policy.js';
import { HOUR_MS } from '../model/durations.js';
import type { EndingContext } from './end-request.js';
import { moveRequest } from './move-request.js';
import { type ClientRequest, isDecidable, neededBy } from './request.js';
import { requestInTrail } from './request-context.js';

/** When the admins are to be asked about a request as well; `undefined` where they were, or never are. */
export function adminsAskedAt(
  { askAdminsAfterHours: hours }: Policy,
  { state, createdAt, adminsAskedAt: asked }: ClientRequest,
): Date | undefined {
  if (state.kind !== 'open' || hours === undefined || asked !== undefined) return undefined;
  return new Date(Date.parse(createdAt) + hours * HOUR_MS);
}

export type AskingAdminsContext = EndingContext & DecidersContext;

/**
 * Asks the admins as well once the policy's hours have passed without a decision; resolves to the request as it stands.
 * Where there are no other admins, nothing is noted, and the next look asks again.
 */
export async function askAdminsIfDue(
  context: AskingAdminsContext,
  request: ClientRequest,
): Promise<ClientRequest> {
  const { workspace, rules, requests, audit, reference, now } = context;
  const { policy } = await rules.of(workspace);
  const due = adminsAskedAt(policy, request);
  if (due === undefined || now() < due || !isDecidable(request, now())) return request;
  const { requester } = request;
  const admins = await adminsToAskToo(context, { requester, needed: neededBy(policy, request) });
  if (admins.length === 0) return request;
  const event: AuditEvent = {
    actor: 'bot',
    action: 'escalate-request',
    ...requestInTrail(request),
    reason: `after ${policy.askAdminsAfterHours} hours`,
    outcome: 'done',
    reference,
  };
  const onRecord: Commit = (parts) => audit.appendWith(workspace, event, parts);
  return (await moveRequest(requests, request, { kind: 'ask-admins', at: now() }, () => onRecord)).request;
}
