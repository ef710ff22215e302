import type { RequestId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { approvalsMissing } from '../../core/requests/approvals.js';
import { type ClientRequest, isDecidable, whoApproved } from '../../core/requests/request.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { publishHome } from '../home/home.js';
import type { Sentence } from '../text/sentence.js';
import { decidersCard, type From, requestersCard } from '../cards/request/card.js';
import { deliver } from '../cards/request/deliver.js';
import { requestsPage } from '../cards/request/overview.js';

export async function requestFor({ services }: Call, id: RequestId): Promise<ClientRequest> {
  const request = await services.requests.find(services.workspace, id);
  if (request === undefined) throw new Problem({ kind: 'request-not-found' });
  return request;
}

/** Says what a press did, and redraws what it was pressed in: the list, Home, or a question that is answered then. */
export async function answerPress(call: Call, from: From, said: readonly Sentence[]): Promise<void> {
  if (typeof from === 'number') {
    return call.replace(await requestsPage(call, from, said));
  }
  if (from === 'question') return call.replace(message(said));
  await call.reply(message(said));
  if (from === 'home') await publishHome(call.services, call.log, call.person);
}

/**
 * Says what was decided, where the card that was pressed does not show it: in a list or Home, and where Slack did not take
 * the card's new state.
 */
export async function answerDecision(
  call: Call,
  from: From,
  { request, isDelivered, said }: Decided,
): Promise<void> {
  if (from === undefined && isDelivered && (await showsPressed(call, request))) return;
  return answerPress(call, from, [said]);
}

export interface Decided {
  readonly request: ClientRequest;
  /** Whether everything that shows the request is up to date. */
  readonly isDelivered: boolean;
  readonly said: Sentence;
}

/** A card may stand of which nobody knows: it was sent by a process that died before it wrote that down. */
async function showsPressed({ services, messageTs }: Call, request: ClientRequest): Promise<boolean> {
  const messages = await services.requestMessages.of(request);
  return messages.some(({ state }) => typeof state !== 'string' && state.ts === messageTs);
}

/** An open request may have been approved by the same person before, or changed at the same moment. */
function lateSentence({ words, services, person }: Call, request: ClientRequest): Sentence {
  const { name, state } = request;
  const { requests, prepared } = words;
  const { preparedBy } = request;
  if (preparedBy !== undefined) return prepared.inOneLine({ ...request, preparedBy });
  if (state.kind !== 'open' || !isDecidable(request, services.now())) return requests.late(request);
  return whoApproved(request).includes(person)
    ? requests.approvedAlready(name, approvalsMissing(state))
    : requests.changedMeanwhile(name);
}

/**
 * Tells a person that somebody else, or the clock, was first, and redraws what still shows the old state. The card
 * that was pressed may be one that nobody knows of any more: a process may have died before it wrote it down.
 */
export async function answerLate(
  call: Call,
  from: From,
  request: ClientRequest,
  side: 'decider' | 'requester',
): Promise<void> {
  const { services, log, responseUrl, words } = call;
  log.info({ request: request.id, state: request.state.kind }, 'too late for this request');
  if (from === undefined && responseUrl !== undefined) {
    const card =
      side === 'decider'
        ? decidersCard(await services.workspaceWords(), { request, now: services.now(), mention: [] })
        : requestersCard(words, request, true);
    await services.responseUrls.redraw(responseUrl, card);
  }
  await answerPress(call, from, [lateSentence(call, request)]);
  await deliver(services, log, request, { redrawAll: true });
}
