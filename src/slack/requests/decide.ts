import { approvalsMissing } from '../../core/requests/approvals.js';
import { revokeApproval } from '../../core/requests/revoke-approval.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { revokeFace } from '../cards/request/card.js';
import { deliver } from '../cards/request/deliver.js';
import { answerDecision, answerLate, requestFor } from './answer.js';
import { approveButtons, approveForm, approveTypeaheads } from './approve.js';
import { denyButtons, denyForm } from './deny.js';

const revokeButton = whenPressed(revokeFace, async (call, { id, from }) => {
  const request = await requestFor(call, id);
  const revoked = await revokeApproval(call.acting, { request, person: call.person });
  if (revoked.kind === 'late') return answerLate(call, from, revoked.request, 'decider');
  call.log.info({ request: id }, 'approval revoked');
  const isDelivered = await deliver(call.services, call.log, revoked.request);
  const { youRevoked, youTookBack } = call.words.requests;
  const { name, requester, state } = revoked.request;
  const said =
    state.kind === 'open' ? youTookBack(name, approvalsMissing(state)) : youRevoked(name, requester);
  await answerDecision(call, from, { request: revoked.request, isDelivered, said });
});

/** What approvers press on a card, and what that opens. */
export const deciding: Required<Pick<Conversation, 'buttons' | 'forms' | 'typeaheads'>> = {
  buttons: [...approveButtons, ...denyButtons, revokeButton],
  forms: [approveForm, denyForm],
  typeaheads: approveTypeaheads,
};
