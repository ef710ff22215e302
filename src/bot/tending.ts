import { settleLeftCollection } from '../core/settling/settle-collection.js';
import type { TendingRequests } from '../jobs/tend-requests.js';
import type { Services } from '../slack/call/services.js';
import type { Log } from '../slack/log.js';
import { deliver, deliverIfNeeded, remindDeciders, remindRequester } from '../slack/cards/deliver.js';

/** What the job that looks after a workspace's requests works with. */
export function tending(
  services: Services,
  log: Log,
  { reference, sureAfterMs }: { readonly reference: string; readonly sureAfterMs: number },
): TendingRequests {
  return {
    ...services,
    reference,
    settleLeft: (request) => settleLeftCollection({ ...services, sureAfterMs }, request),
    deliver: (request, anew) => (anew ? deliver : deliverIfNeeded)(services, log, request),
    remind: (request, number) => remindDeciders(services, log, request, number),
    remindToCollect: (request) => remindRequester(services, log, request),
  };
}
