import type { ClientId } from '../../core/model/ids.js';
import { confirmSaved, recordOfRequester } from '../../core/clients/issuing/confirm-saved.js';
import type { SecretHandover } from '../../core/clients/issuing/secret-handover.js';
import { Problem } from '../../core/problem.js';
import { replaceClient } from '../../core/clients/issuing/replace-client.js';
import type { Replacement } from '../../core/clients/issuing/right-to-replace-or-rotate.js';
import { actions, line, message, plain, recordFacts } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { withAdmins } from '../call/answering/failure.js';
import { replaceFace } from '../call/faces.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, defineButton, defineForm, whenPressed } from '../call/conversation.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { slackWord } from '../refusal.js';
import { deletionOutcome, notDone } from '../call/answering/outcome.js';
import { tellUnclear } from './offers.js';
import { howToButton } from './how-to-use.js';
import { announcement, stateOf } from './receipt-message.js';
import { ReceiptOf, secretMessage } from './secret-message.js';
import { leaveReceipt, redrawReceipt, takeBackReceipt } from './standing-receipt.js';
import { tellOwnersOfDeletion, tellOwnersOfSuccessor } from './tell-owners.js';
import { richText, type Sentence } from '../text/sentence.js';
import type { ConnectedServices } from '../call/services.js';
import type { Words } from '../text/words.js';

/** Leaves the receipt in the requester's DM, and whispers the secret below it. */
export function secretHandover(call: Call, services: ConnectedServices): SecretHandover {
  const { directMessages } = services;
  return {
    get isOpen() {
      return directMessages.known(call.person) !== undefined;
    },

    async open() {
      await directMessages.channelOf(call.person);
    },

    async announce(intent) {
      try {
        const channel = await directMessages.channelOf(call.person);
        return { channel, ts: await services.calls.postOnce(channel, announcement(call.words, intent)) };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        call.log.warn({ problem: error.facts }, 'an API client could not be announced');
        return undefined;
      }
    },
    takeBack: (place) => takeBackReceipt(call, place),

    async show(client, record, trial) {
      try {
        await services.calls.whisper(
          await directMessages.channelOf(record.requester),
          record.requester,
          secretMessage(call.words, { client, trial }, [
            savedButton.element(call.words.secret.saved, { id: client.id }, { style: 'primary' }),
            notSavedButton.element(
              call.words.secret.notSaved,
              { id: client.id },
              { confirm: call.words.secret.notSavedConfirm },
            ),
            howToButton.element(call.words.secret.howToUse, { id: client.id }),
          ]),
        );
        return 'handed-over';
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        call.log.warn({ problem: error.facts, clientId: client.id }, 'the secret could not be handed over');
        return slackWord(error) === 'messages_tab_disabled' ? 'shut' : 'refused';
      }
    },

    leaveReceipt: (record, leaving) => leaveReceipt(call, record, leaving),
    tellUnclear: (intent, offer) => tellUnclear(call, intent, offer),
  };
}

/** On the secret's message and on reminders: the message goes, the receipt stays. */
const savedButton = defineButton({
  id: 'receipt.saved.v1',
  value: ReceiptOf,
  async press(call, { id }) {
    const record = await confirmSaved(call.acting, { person: call.person, id });
    // What is saved by now may be the secret of a client that is gone.
    if (record.closed !== undefined) await call.replace(message([stateOf(call.words, record)]));
    else await call.remove();
    await redrawReceipt(call, id);
  },
});

async function replace(call: Call, id: ClientId, at: Replacement['at']): Promise<void> {
  const services = await call.connectedFor('confirm-receipt');
  const replaced = await replaceClient(
    { ...services, handover: secretHandover(call, services) },
    {
      person: call.person,
      id,
      at,
      // The message that shows the secret goes with the client whose secret it is.
      oldIsGone: () => (at === 'secret' ? call.remove() : Promise.resolve()),
    },
  );
  switch (replaced.kind) {
    case 'created':
    case 'ambiguous':
      break;
    case 'already':
      // The person's first click reports the result.
      if (replaced.deletion.done || replaced.deletion.by !== call.person) {
        await call.reply(message(deletionOutcome(call.words, replaced.deletion)));
      }
      break;
    case 'closed':
      if (at === 'secret') await call.replace(message([call.words.receipt.closed(replaced.closed)]));
      else await call.reply(message([call.words.receipt.closed(replaced.closed)]));
      break;
    case 'only-deleted':
      call.log.warn({ problem: replaced.problem.facts, clientId: id }, 'replaced only by half');
      await call.reply(
        notDone(call, [
          call.words.receipt.onlyDeleted(replaced.name),
          await withAdmins(call, (act) => call.words.problem(replaced.problem.facts, act)),
        ]),
      );
      break;
  }
  await redrawReceipt(call, id);
  await redrawAttention(call, id);
  if (replaced.kind === 'created') await tellOwnersOfSuccessor(call, replaced.record, 'replaced');
  if (replaced.kind === 'only-deleted') await tellOwnersOfDeletion(call, id, call.person);
}

/** On the secret's message and on reminders. */
const notSavedButton = defineButton({
  id: 'receipt.not-saved.v1',
  value: ReceiptOf,
  press: (call, { id }) => replace(call, id, 'secret'),
});

/** On receipts of before: their buttons stay for months. */
const replaceButton = defineButton({
  id: 'receipt.replace.v1',
  value: ReceiptOf,
  press: (call, { id }) => replace(call, id, 'receipt'),
});

/** Asks before it replaces: a menu cannot ask for one of its entries alone. */
const askToReplace = whenPressed(replaceFace, async (call, { id }) => {
  const { words, person } = call;
  const { receipt: of } = words;
  await call.views.openFor('confirm-receipt', {
    type: 'modal',
    title: plain(of.replaceConfirm.title),
    close: plain(of.replaceConfirm.no),
    blocks: [line(of.replaceLoading)],
  });
  const record = await recordOfRequester(call.acting, { person, id });
  await call.views.fillIn(
    replaceForm.view(
      call,
      { id },
      {
        title: of.replaceConfirm.title,
        submit: of.replaceConfirm.yes,
        close: of.replaceConfirm.no,
        blocks: [richText([{ bold: of.replaceConfirm.text }], ...recordFacts(words, record))],
      },
    ),
  );
});

const replaceForm = defineForm({
  id: 'receipt.replace-form.v1',
  hidden: ReceiptOf,
  submit: (call, { id }) => ({ kind: 'accepted', goOn: () => replace(call, id, 'receipt') }),
});

export const receipt: Conversation = {
  buttons: [savedButton, notSavedButton, howToButton, replaceButton, askToReplace],
  forms: [replaceForm],
};

/** Asks whether the secret is saved: on reminders, and where nobody knows whether it was shown. */
export function askWhetherSaved({ secret, receipt: of }: Words, said: Sentence, id: ClientId): Message {
  return message(
    [said],
    actions(
      savedButton.element(secret.saved, { id }),
      notSavedButton.element(of.replace, { id }, { confirm: of.replaceConfirm }),
    ),
  );
}
