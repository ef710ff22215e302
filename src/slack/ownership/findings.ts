import { confirmNeeded } from '../../core/attention/confirm-needed.js';
import { snooze } from '../../core/attention/snooze.js';
import type { ClientId } from '../../core/model/ids.js';
import type { Call } from '../call/call.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { keepFace, neededFace } from '../call/faces.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { answerInReview, pressedInReview } from '../cards/attention/review-page.js';
import { redrawReceipt } from '../receipts/standing-receipt.js';
import { message } from '../view/blocks.js';

async function needed(call: Call, id: ClientId): Promise<void> {
  try {
    const record = await confirmNeeded(call.acting, { person: call.person, id });
    await call.reply(message([call.words.attention.confirmed(record.name)]));
    await redrawReceipt(call, id);
  } finally {
    // What was drawn before may not be true any more, whatever became of this press.
    await redrawAttention(call, id);
  }
}

async function keep(call: Call, { id }: { readonly id: ClientId }): Promise<void> {
  try {
    const until = await snooze(call.acting, { person: call.person, id });
    await answerInReview(call, [call.words.attention.kept(id, until)]);
  } finally {
    await redrawAttention(call, id);
  }
}

/** The buttons that say what is to become of an API client that needs attention. */
export const findingButtons: Conversation = {
  buttons: [whenPressed(neededFace, (call, { id }) => needed(call, id)), pressedInReview(keepFace, keep)],
};
