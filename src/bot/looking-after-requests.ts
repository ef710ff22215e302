import { endStep } from '../core/requests/workflow/end-step.js';
import { settleLeftCollection } from '../core/settling/settle-collection.js';
import type { LookingAfterRequest } from '../jobs/look-after-request.js';
import type { Services } from '../slack/call/services.js';
import type { Log } from '../slack/log.js';
import { stepAnswers } from '../slack/cards/request/step-answers.js';
import { deliver, deliverIfNeeded, remindDeciders, remindRequester } from '../slack/cards/request/deliver.js';

/** What looking after a request works with. */
export function lookingAfter(
  services: Services,
  log: Log,
  given: Pick<LookingAfterRequest, 'reference' | 'againAfterMs'> & { readonly sureAfterMs: number },
): LookingAfterRequest {
  return {
    ...services,
    ...given,
    endStep: (request) =>
      endStep({ ...services, steps: services.workflowSteps, answers: stepAnswers(services) }, request),
    settleLeft: (request) => settleLeftCollection({ ...services, ...given }, request),
    deliver: (request, again) => (again ? deliver : deliverIfNeeded)(services, log, request),
    remind: (request, number) => remindDeciders(services, log, request, number),
    remindToCollect: (request) => remindRequester(services, log, request),
  };
}
