import { answerTransfer, type TransferAnswer } from '../../core/clients/ownership/answer-transfer.js';
import { Problem } from '../../core/problem.js';
import type { Call } from '../call/call.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { notDone } from '../call/answering/outcome.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { ownershipNews } from '../cards/ownership/ownership-news.js';
import { acceptFace, declineFace, endedOffer } from '../cards/ownership/transfer-card.js';
import { redrawReceipt } from '../receipts/standing-receipt.js';

async function answer(call: Call, given: Omit<TransferAnswer, 'person'>): Promise<void> {
  const { state } = call.words.ownership.transfer;
  try {
    const context = { ...call.acting, news: ownershipNews(call.services) };
    const record = await answerTransfer(context, { person: call.person, ...given });
    const said = given.answer === 'accept' ? state.accepted : state.declined;
    await call.replace(endedOffer(call.words, record, said));
    await redrawReceipt(call, given.id);
    await redrawAttention(call, given.id);
  } catch (error) {
    if (!(error instanceof Problem && error.facts.kind === 'transfer-over')) throw error;
    call.log.info({ clientId: given.id }, 'the transfer was over');
    await call.replace(notDone(call, [call.words.problem(error.facts)]));
  }
}

/** The buttons of the message that asks a person whether they take over an API client. */
export const transferAnswers: Conversation = {
  buttons: [
    whenPressed(acceptFace, (call, value) => answer(call, { ...value, answer: 'accept' })),
    whenPressed(declineFace, (call, value) => answer(call, { ...value, answer: 'decline' })),
  ],
};
