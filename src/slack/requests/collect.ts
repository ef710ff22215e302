import { collectRequest } from '../../core/requests/collect-request.js';
import { Problem, type ProblemFacts } from '../../core/problem.js';
import type { ClientRequest } from '../../core/requests/request.js';
import { withdrawRequest } from '../../core/requests/withdraw-request.js';
import { actions, message } from '../view/blocks.js';
import { notDone } from '../call/answering/outcome.js';
import { againButton } from '../call/answering/try-again.js';
import type { Call } from '../call/call.js';
import { type Button, whenPressed } from '../call/conversation.js';
import { createAgain, rotateAgainFace } from '../forms/again.js';
import { ownerTyped, untilTyped } from '../forms/typed-wish.js';
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
  const collected = await orWayOut(call, request, () =>
    collectRequest({ ...services, handover }, { request, person: call.person }),
  );
  if (collected === undefined) return;
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

/** What the policy does not allow any more of what was approved: no other click can change that. */
const AGAINST_POLICY: ReadonlySet<ProblemFacts['kind']> = new Set([
  'until-needed',
  'until-too-late',
  'name-not-allowed',
  'purpose-not-allowed',
]);

/** Does the work; `undefined` once the person has heard that the policy is in its way, and how to go on. */
async function orWayOut<Result>(
  call: Call,
  request: ClientRequest,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || !AGAINST_POLICY.has(error.facts.kind)) throw error;
    const { words, log } = call;
    const { facts } = error;
    log.info({ problem: facts, err: error }, 'not done');
    const { id, name, preparedBy } = request;
    const withdraw = { id, from: 'question' } as const;
    const [goOn, buttons] =
      preparedBy === undefined
        ? [
            words.requests.policyChanged(name),
            [
              withdrawFace.element(words.requests.withdraw, withdraw),
              await requestAgainButton(call, request, facts),
            ],
          ]
        : [
            words.prepared.policyChanged(name, preparedBy),
            [withdrawFace.element(words.prepared.decline, withdraw)],
          ];
    const said = notDone(call, [words.problem(facts), goOn]);
    await call.fail({
      ...said,
      blocks: [...said.blocks, actions(...buttons.filter((button) => button !== undefined))],
    });
    return undefined;
  }
}

/** Opens the form in which it was asked for, with all that the policy still allows. */
async function requestAgainButton(call: Call, request: ClientRequest, { kind }: ProblemFacts) {
  const { name, purpose, user, owner, rotates, endsAt } = request;
  const label = call.words.requests.requestAgain;
  // Without an end, the form suggests the policy's own.
  const isEndAllowed = kind !== 'until-needed' && kind !== 'until-too-late';
  const until = isEndAllowed ? await untilTyped(call, endsAt) : undefined;
  if (rotates === undefined) {
    return againButton(
      label,
      createAgain('request', { name, purpose, user, owner: ownerTyped(owner), until }),
    );
  }
  const entered = { which: { id: rotates.client }, overlap: String(rotates.overlapDays), until };
  return againButton(label, { face: rotateAgainFace, values: [entered] });
}

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
