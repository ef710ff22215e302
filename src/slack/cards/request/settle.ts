import type { AuditActor } from '../../../core/audit/audit-event.js';
import type { Offer } from '../../../core/intents/intent.js';
import type { ClientRequest } from '../../../core/requests/request.js';
import { type Offered, settleOffered } from '../../../core/settling/settle-collection.js';
import type { Log } from '../../log.js';
import type { Services } from '../../call/services.js';
import { deliver } from './deliver.js';

/** What is at hand where a request is brought to its end: in a call, or in a job. */
interface Showing {
  readonly services: Services;
  readonly log: Log;
}

/** Settles a request by what its person decided about offered clients, and redraws it; `undefined` where there is none. */
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
