import type { AuditActor, AuditEvent } from '../audit/audit-event.js';
import type { People } from '../rights/people.js';
import { type DecidersContext, decidersOf } from '../rights/request-deciders.js';
import type { Commit } from '../store.js';
import { moveRequest } from './move-request.js';
import { type ClientRequest, type ClosingReason, neededBy } from './request.js';
import type { Transition } from './transition.js';
import { type RequestContext, requestInTrail } from './request-context.js';

/** What ending a request takes: no right, because no person asks for it. */
export type EndingContext = Pick<RequestContext, 'workspace' | 'requests' | 'audit' | 'reference' | 'now'>;

export interface ClosingRequest {
  readonly request: ClientRequest;
  readonly why: ClosingReason;
  /** The bot, or the person whose click found it out. */
  readonly actor: AuditActor;
}

/** Closes a request that has lost its people, unless it has ended already; resolves to the request as it stands. */
export function closeRequest(
  context: EndingContext,
  { request, why, actor }: ClosingRequest,
): Promise<ClientRequest> {
  return end(context, { request, transition: { kind: 'close', why, at: context.now() }, actor });
}

export interface ClosingContext extends EndingContext, DecidersContext {
  readonly people: DecidersContext['people'] & Pick<People, 'actorWithoutGroups'>;
}

/**
 * Closes a request that has lost its requester, or has fewer people left who could decide it than have to approve;
 * resolves to it as it stands.
 */
export async function closeIfLost(
  context: ClosingContext,
  { request }: Pick<ClosingRequest, 'request'>,
): Promise<ClientRequest> {
  const { requester, state } = request;
  if ((await context.people.actorWithoutGroups(requester)).standing !== 'member') {
    return closeRequest(context, { request, why: 'requester-gone', actor: 'bot' });
  }
  if (state.kind !== 'open') return request;
  const { policy } = await context.rules.of(context.workspace);
  const needed = neededBy(policy, request);
  const { people } = await decidersOf(context, { requester, needed });
  if (people.length >= needed) {
    // Says how many have to approve, where the policy has changed since.
    return (await moveRequest(context.requests, request, { kind: 'need', needed })).request;
  }
  const why = people.length === 0 ? 'nobody-decides' : 'too-few-decide';
  return closeRequest(context, { request, why, actor: 'bot' });
}

/** Ends a request whose time is over, unless it has ended already; resolves to the request as it stands. */
export function expireRequest(
  context: EndingContext,
  { request }: Pick<ClosingRequest, 'request'>,
): Promise<ClientRequest> {
  return end(context, { request, transition: { kind: 'expire', at: context.now() }, actor: 'bot' });
}

interface Ending {
  readonly request: ClientRequest;
  readonly transition: Extract<Transition, { kind: 'close' | 'expire' }>;
  readonly actor: AuditActor;
}

async function end(
  { workspace, requests, audit, reference }: EndingContext,
  { request, transition, actor }: Ending,
): Promise<ClientRequest> {
  const event: AuditEvent = {
    actor,
    action: transition.kind === 'expire' ? 'expire-request' : 'close-request',
    ...requestInTrail(request),
    ...(transition.kind === 'close' && { reason: transition.why }),
    outcome: 'done',
    reference,
  };
  const onRecord: Commit = (parts) => audit.appendWith(workspace, event, parts);
  return (await moveRequest(requests, request, transition, () => onRecord)).request;
}
