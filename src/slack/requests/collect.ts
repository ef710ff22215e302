import { collectRequest } from '../../core/requests/collect-request.js';
import type { ClientRequest } from '../../core/requests/request.js';
import { withdrawRequest } from '../../core/requests/withdraw-request.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { type Button, whenPressed } from '../call/conversation.js';
import { secretHandover } from '../receipts/receipt.js';
import { tellOwnersOfSuccessor } from '../receipts/tell-owners.js';
import type { Sentence } from '../text/sentence.js';
import { answerDecision, answerLate, answerPress, requestFor } from './answer.js';
import { collectFace, type From, withdrawFace } from '../cards/request/card.js';
import { deliver } from '../cards/request/deliver.js';

/** The requester's own click: only now is the client made, since only now is somebody there to see its secret. */
const collectButton = whenPressed(collectFace, async (call, { id, from }) => {
  const request = await requestFor(call, id);
  if (request.state.kind !== 'approved') {
    await call.rights.allowedTo('collect-request', { requester: request.requester });
    return answerLateClick(call, from, request);
  }
  const services = await call.connectedFor('collect-request');
  const handover = secretHandover(call, services);
  const collected = await collectRequest({ ...services, handover }, { request, person: call.person });
  if (collected.kind === 'late') return answerLateClick(call, from, collected.request);
  const standing = await services.requests.find(services.workspace, request.id);
  await deliver(services, call.log, standing ?? request);
  if (collected.kind === 'reopened') {
    return answerPress(call, from, [call.words.requests.approvalLost(request.name, collected.lost)]);
  }
  if (collected.kind === 'ambiguous') return;
  call.log.info({ request: id, clientId: collected.record.id }, 'collected');
  const { create, rotation } = call.words;
  const said = request.rotates === undefined ? create.done(request.name) : rotation.done(request.name);
  if (from !== undefined) await answerPress(call, from, [said]);
  await tellOwnersOfSuccessor(call, collected.record, 'rotated');
});

/** One's own second click hears where things stand. */
async function answerLateClick(call: Call, from: From, request: ClientRequest): Promise<void> {
  const { state, name } = request;
  const { requests } = call.words;
  const said: Sentence | undefined =
    state.kind === 'collecting'
      ? requests.beingCreated(name)
      : state.kind === 'collected'
        ? requests.alreadyCollected(name, state.client)
        : undefined;
  if (said === undefined) return answerLate(call, from, request, 'requester');
  await call.reply(message([said]));
  if (state.kind === 'collected') await deliver(call.services, call.log, request, { redrawAll: true });
}

const withdrawButton = whenPressed(withdrawFace, async (call, { id, from }) => {
  const request = await requestFor(call, id);
  const withdrawn = await withdrawRequest(call.acting, { request, person: call.person });
  if (withdrawn.kind === 'late') return answerLate(call, from, withdrawn.request, 'requester');
  const isDelivered = await deliver(call.services, call.log, withdrawn.request);
  const { requests, prepared } = call.words;
  const { name, preparedBy } = request;
  const said = preparedBy === undefined ? requests.youWithdrew(name) : prepared.youDeclined(name, preparedBy);
  await answerDecision(call, from, { request: withdrawn.request, isDelivered, said });
});

export const requesterButtons: readonly Button[] = [collectButton, withdrawButton];
