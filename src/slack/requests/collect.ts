import { boundToAccount, mustBeForConnectedAccount } from '../../core/requests/request-account.js';
import { collectRequest } from '../../core/requests/collect-request.js';
import { issueClient } from '../../core/clients/issue-client.js';
import { takeFromQuota } from '../../core/rights/hourly-quota.js';
import { withRoom } from '../../core/clients/client-limit.js';
import type { ClientRequest } from '../../core/requests/request.js';
import { withdrawRequest } from '../../core/requests/withdraw-request.js';
import { message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { checkExistence } from '../forms/typed-wish.js';
import { type Button, whenPressed } from '../call/conversation.js';
import { secretHandover } from '../receipts/receipt.js';
import type { Sentence } from '../text/sentence.js';
import { answerLate, answerPress, requestFor } from './answer.js';
import { collectFace, type From, withdrawFace } from '../cards/card.js';
import { deliver } from '../cards/deliver.js';

/** The requester's own click: only now is the client made, since only now is somebody there to see its secret. */
const collectButton = whenPressed(collectFace, async (call, { id, from }) => {
  const request = await requestFor(call, id);
  const target = { requester: request.requester };
  const { rule, rules } = await call.rights.allowedTo('collect-request', target);
  if (request.state.kind !== 'approved') return answerLateClick(call, from, request);
  await call.rights.refusing('collect-request', target, async () =>
    mustBeForConnectedAccount(call.acting, await boundToAccount(call.acting, request), userOf(request)),
  );
  const services = await call.connected();
  // What was true when it was approved may not be any more.
  await call.rights.refusing('collect-request', target, () =>
    Promise.all([
      checkExistence(call, services, { user: userOf(request), owner: request.owner }),
      takeFromQuota(services, rules.policy, call.person, 'create'),
    ]),
  );

  const handover = secretHandover(call, services);
  const collected = await collectRequest(
    {
      requests: services.requests,
      now: services.now,
      attempt: call.reference,
      issue: (wish) =>
        withRoom(services, rules.policy, call.person, () =>
          issueClient({ ...services, handover }, wish, call.person, { kind: 'collect', rule }),
        ),
    },
    request,
  );
  if (collected.kind === 'late') return answerLateClick(call, from, collected.request);
  await deliver(services, call.log, request);
  if (collected.kind === 'ambiguous') return;
  call.log.info({ request: id, clientId: collected.record.id }, 'collected');
  if (from !== undefined) await answerPress(call, from, [call.words.create.done(request.name)]);
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

function userOf({ state }: ClientRequest) {
  if (state.kind !== 'approved') throw new Error('only what is approved has its Alphaus user');
  return state.approval.user;
}

const withdrawButton = whenPressed(withdrawFace, async (call, { id, from }) => {
  const request = await requestFor(call, id);
  const withdrawn = await withdrawRequest(call.acting, { request, person: call.person });
  if (withdrawn.kind === 'late') return answerLate(call, from, withdrawn.request, 'requester');
  await deliver(call.services, call.log, withdrawn.request);
  await answerPress(call, from, [call.words.requests.youWithdrew(request.name)]);
});

export const requesterButtons: readonly Button[] = [collectButton, withdrawButton];
