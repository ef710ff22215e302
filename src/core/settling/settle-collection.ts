import type { ClientId, WorkspaceId } from '../model/ids.js';
import type { AuditActor, AuditEvent } from '../audit/audit-event.js';
import type { IssueIntent, Offer } from '../intents/intent.js';
import type { Intents } from '../intents/intents.js';
import { requestInTrail } from '../requests/request-context.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { ClientRecords } from '../clients/client-records.js';
import type { Requests } from '../requests/requests.js';
import type { ClientRequest } from '../requests/request.js';
import { move, type Transition } from '../requests/transition.js';
import type { Commit, Part } from '../store.js';
import type { IssueSettlement } from './settle-intent.js';

export interface SettlingCollection {
  readonly workspace: WorkspaceId;
  readonly requests: Requests;
  readonly now: () => Date;
}

/** What happened to clients that were offered as possibly created. */
export interface Offered {
  /** `gone`: the last of them is deleted, by anyone, so nothing is left. `kept`: its person decided so. */
  readonly kind: 'offer-gone' | 'offer-kept';
  /** The one that was kept, or the last that went. */
  readonly client: ClientId;
}

/** A request that is about to be moved. */
export interface SettledCollection {
  /** As it stands with the changes. */
  readonly request: ClientRequest;
  /** The parts of a batch that move it; none where it stands so already. */
  readonly changes: readonly Part[];
}

/**
 * Ends the request, or gives its approval back, by the outcome of the click that was to collect it;
 * `undefined` where the intent came from no request. `given-up`: nobody could find out.
 */
export async function settleCollection(
  { workspace, requests, now }: SettlingCollection,
  { wish, reference: attempt }: Pick<IssueIntent, 'wish' | 'reference'>,
  settlement: IssueSettlement | { readonly kind: 'given-up' },
): Promise<SettledCollection | undefined> {
  const request = wish.request && (await requests.find(workspace, wish.request));
  if (request === undefined) return undefined;
  const next = move(request, transitionFor(settlement, attempt, now()));
  return next === undefined
    ? { request, changes: [] }
    : { request: next, changes: requests.changing(request, next) };
}

/**
 * Settles a collection by what its person decided about the offer; the trail records it. An approval that is given back
 * holds as long as it ever did. `undefined` where the offer came from no request, or is of an older version.
 */
export async function settleOffered(
  { audit, ...settling }: SettlingCollection & { readonly audit: AuditTrail },
  { wish, reference: attempt }: Offer,
  offered: Offered,
  by: { readonly actor: AuditActor; readonly reference: string },
): Promise<ClientRequest | undefined> {
  const { workspace, requests, now } = settling;
  const request = wish.request && (await requests.find(workspace, wish.request));
  if (attempt === undefined || request === undefined) return undefined;
  const event = {
    ...by,
    action: 'collect-request',
    target: { user: wish.user, name: wish.name, clientId: offered.client },
    request: request.id,
    outcome: 'settled',
    reason: offered.kind,
  } as const;
  const onRecord: Commit = (parts) => audit.appendWith(workspace, event, parts);
  const transition = transitionFor(offered, attempt, now());
  const next = move(request, transition);
  if (next === undefined) return request;
  // Only as it was read: the click may have begun since then, and its intent with it.
  const swapped = await requests.replace(request, next, onRecord);
  return swapped.kind === 'swapped' ? next : (swapped.standing ?? request);
}

type Outcome = IssueSettlement | Offered | { readonly kind: 'given-up' };

function transitionFor(outcome: Outcome, attempt: string, at: Date): Transition {
  switch (outcome.kind) {
    case 'shown':
      return { kind: 'collect', attempt, client: outcome.record.id, at };
    case 'offer-kept':
      return { kind: 'collect', attempt, client: outcome.client, at };
    case 'perhaps-made':
    case 'given-up':
      return { kind: 'lose', attempt, at };
    case 'withdrawn':
    case 'nothing-made':
    case 'nothing-replaced':
    case 'only-deleted':
    case 'offer-gone':
      return { kind: 'give-back', attempt };
  }
}

export interface LookingAfterCollection extends SettlingCollection {
  readonly audit: AuditTrail;
  readonly reference: string;
  readonly records: ClientRecords;
  readonly intents: Pick<Intents, 'openIn'>;
  /** A click that began so long ago, and of which nothing is written down, made nothing. */
  readonly sureAfterMs: number;
}

/**
 * Settles a collection whose click was served to its end, or never begun, and whose process died before the request
 * knew: then no intent is open that would say so.
 */
export async function settleLeftCollection(
  { workspace, requests, records, intents, audit, reference, now, sureAfterMs }: LookingAfterCollection,
  request: ClientRequest,
): Promise<ClientRequest> {
  const { id, state } = request;
  if (state.kind !== 'collecting') return request;
  if (now().getTime() - Date.parse(state.since) < sureAfterMs) return request;
  for await (const intent of intents.openIn(workspace)) {
    if (intent.kind !== 'delete' && intent.wish.request === id) return request;
  }
  const made = await records.ofRequest(workspace, id);
  const { attempt } = state;
  const transition: Transition =
    made === undefined
      ? { kind: 'give-back', attempt }
      : { kind: 'collect', attempt, client: made, at: now() };
  const event: AuditEvent = {
    actor: 'bot',
    action: 'settle',
    ...requestInTrail(request),
    outcome: 'settled',
    reason: made === undefined ? 'nothing-made' : 'shown',
    reference,
  };
  const onRecord: Commit = (parts) => audit.appendWith(workspace, event, parts);
  const next = move(request, transition);
  if (next === undefined) return request;
  // Only as it was read: the click may have begun since then, and its intent with it.
  const swapped = await requests.replace(request, next, onRecord);
  return swapped.kind === 'swapped' ? next : (swapped.standing ?? request);
}
