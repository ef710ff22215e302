import type { z } from 'zod';
import { approvalsMissing } from '../../core/requests/approvals.js';
import { decideRequest, type Verdict } from '../../core/requests/decide-request.js';
import type { ClientRequest } from '../../core/requests/request.js';
import type { RequestId } from '../../core/model/ids.js';
import type { Call } from '../call/call.js';
import { type From, OfRequest } from '../cards/request/card.js';
import { deliver } from '../cards/request/deliver.js';
import type { Decision } from '../forms/again.js';
import type { Words } from '../text/words.js';
import { CameFrom } from '../transport/payloads.js';
import { answerDecision, answerLate } from './answer.js';

/** What somebody has entered of a decision so far. */
export type Entered = z.infer<typeof Decision>;

/** What a form carries along: which request, and in which message the button stood. */
export const Hidden = OfRequest.extend(CameFrom.pick({ messageTs: true }).shape);
export const hiddenOf = (call: Call, id: RequestId, from: From) => ({
  id,
  ...(from !== undefined && { from }),
  messageTs: call.messageTs,
});

/** Decides, and says so on every card and to the person. */
export async function decide(
  call: Call,
  request: ClientRequest,
  verdict: Verdict,
  from: From,
): Promise<void> {
  const decided = await decideRequest(call.acting, { request, person: call.person, verdict });
  if (decided.kind === 'late') return answerLate(call, from, decided.request, 'decider');
  call.log.info({ request: request.id, verdict: verdict.kind }, 'decided');
  const isDelivered = await deliver(call.services, call.log, decided.request);
  const said = decidedSentence(call.words, decided.request, verdict);
  await answerDecision(call, from, { request: decided.request, isDelivered, said });
}

function decidedSentence({ requests }: Words, { name, requester, state }: ClientRequest, verdict: Verdict) {
  if (verdict.kind === 'deny') return requests.youDenied(name, requester);
  return state.kind === 'open'
    ? requests.youApprovedToo(name, approvalsMissing(state))
    : requests.youApproved(name, requester);
}

/** Before a form is opened that could lead to nothing. */
export async function refuseOwn(call: Call, { requester }: ClientRequest): Promise<void> {
  if (requester === call.person) await call.rights.allowedTo('decide-request', { requester });
}
