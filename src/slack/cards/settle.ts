import type { AuditActor } from '../../core/audit/audit-event.js';
import type { IssueIntent, Offer } from '../../core/intents/intent.js';
import { type ClientRequest, isExpired } from '../../core/requests/request.js';
import { type Offered, settleCollection, settleOffered } from '../../core/settling/settle-collection.js';
import type { Log } from '../log.js';
import type { Services } from '../call/services.js';
import { deliver } from './deliver.js';

/** What is at hand where a request is brought to its end: in a call, or in a job. */
interface Showing {
  readonly services: Services;
  readonly log: Log;
}

/** By what became of an interrupted click the request is settled, and everybody who sees it sees that. */
export async function collectionSettled(
  { services, log }: Showing,
  intent: IssueIntent,
  settlement: Parameters<typeof settleCollection>[2],
): Promise<void> {
  const request = await settleCollection(services, intent, settlement);
  if (request !== undefined) await deliver(services, log, request);
}

/** The same by what became of what was offered; resolves to the request, if there is one. */
export async function offeredSettled(
  { services, log }: Showing,
  offer: Offer,
  offered: Offered,
  by: { readonly actor: AuditActor; readonly reference: string },
): Promise<ClientRequest | undefined> {
  const request = await settleOffered(services, offer, offered, by);
  if (request !== undefined) await deliver(services, log, request);
  return request;
}

/** Whether its requester can collect it at this moment. */
export function isCollectable(request: ClientRequest | undefined, now: Date): boolean {
  return request?.state.kind === 'approved' && !isExpired(request, now);
}
