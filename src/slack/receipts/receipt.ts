import type { ClientId, PersonId } from '../../core/model/ids.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import { confirmSaved } from '../../core/clients/issuing/confirm-saved.js';
import type { ReceiptLeft, SecretHandover } from '../../core/clients/issuing/secret-handover.js';
import { Problem } from '../../core/problem.js';
import type { Part } from '../../core/store.js';
import { replaceClient } from '../../core/clients/issuing/replace-client.js';
import type { Replacement } from '../../core/clients/issuing/right-to-succeed.js';
import { lineageOf, overlapOf } from '../../core/clients/issuing/succession.js';
import { actions, header, message, recordFacts } from '../view/blocks.js';
import { lineageFacts } from '../view/lineage.js';
import type { Call } from '../call/call.js';
import { switchedFace } from '../call/faces.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, defineButton } from '../call/conversation.js';
import { slackWord } from '../refusal.js';
import { isUnreachable } from '../web-api/direct-messages.js';
import type { Log } from '../log.js';
import { deletionOutcome, notDone } from '../call/outcome.js';
import { tellUnclear } from './offers.js';
import { howToButton } from './how-to-use.js';
import { ReceiptOf, secretMessage } from './secret-message.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import type { ConnectedServices, Services } from '../call/services.js';
import type { Words } from '../text/words.js';

/** The lasting message about a created client, drawn from the records: it never holds the secret. */
async function receiptMessage({ services }: Telling, record: ClientRecord): Promise<Message> {
  const [words, lineage] = await Promise.all([
    services.wordsOf(record.requester),
    lineageOf(services, record),
  ]);
  const { receipt: of, rotation } = words;
  const facts = [...recordFacts(words, record), ...lineageFacts(words, lineage)];
  const overlap = overlapOf(record, lineage);
  const isOld = overlap?.old.id === record.id;
  const isNew = overlap?.successor.id === record.id && !hasReceiptOf(overlap.old, record.requester);
  const isSaid = record.closed !== undefined || record.savedAt !== undefined;
  const states = [
    // People who have the successor need not look for an old secret.
    ...(isOld && !isSaid ? [] : [stateOf(words, record)]),
    ...(isOld ? [rotation.switchBy(overlap.successor.id, overlap.until)] : []),
    ...(isNew ? [rotation.deleteOldBy(overlap.old.id, overlap.until)] : []),
  ];
  // Replacing a client that has a successor already would leave it with two.
  const replace =
    record.closed === undefined && !isOld
      ? [replaceButton.element(of.replace, { id: record.id }, { confirm: of.replaceConfirm })]
      : [];
  const buttons = [...replace, ...(isOld || isNew ? [switchedButton(words, overlap.old.id, 'receipt')] : [])];
  return {
    text: plainText([of.title], ...facts, ...states),
    blocks: [
      header(of.title),
      richText(...facts),
      richText(...states),
      ...(buttons.length === 0 ? [] : [actions(...buttons)]),
    ],
  };
}

/** Whether a client's receipt, with its button, is in this person's direct messages. */
const hasReceiptOf = ({ receipt, requester }: ClientRecord, person: PersonId): boolean =>
  receipt !== undefined && requester === person;

/** Deletes the old client, once its programs use the new one. */
export const switchedButton = ({ rotation }: Words, id: ClientId, at: 'receipt' | 'reminder') =>
  switchedFace.element(rotation.switched, { id, at }, { style: 'danger', confirm: rotation.switchedConfirm });

function stateOf({ receipt: of }: Words, { closed, savedAt }: ClientRecord): Sentence {
  if (closed !== undefined) return of.closed(closed);
  return savedAt === undefined ? of.unconfirmed : of.saved(new Date(savedAt));
}

/** What is at hand wherever something is said about a client: of a call, or of a job. */
export interface Telling {
  readonly services: Services;
  readonly log: Log;
}

/** Whispers the secret into the requester's DM, then posts the receipt that stays. */
export function secretHandover(call: Call, services: ConnectedServices): SecretHandover {
  const { directMessages } = services;
  return {
    get isOpen() {
      return directMessages.known(call.person) !== undefined;
    },

    async open() {
      await directMessages.channelOf(call.person);
    },

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

    leaveReceipt: (record, also) => leaveReceipt(call, record, also),
    tellUnclear: (intent, offer) => tellUnclear(call, intent, offer),
  };
}

/** Posts the receipt, and writes down where it stands, with `also`. */
export async function leaveReceipt(
  { services, log }: Telling,
  record: ClientRecord,
  also: readonly Part[] = [],
): Promise<ReceiptLeft> {
  try {
    const channel = await services.directMessages.channelOf(record.requester);
    const ts = await services.calls.post(channel, await receiptMessage({ services, log }, record));
    const withReceipt = (current: ClientRecord): ClientRecord => ({ ...current, receipt: { channel, ts } });
    const now = await services.records.change(services.workspace, record.id, withReceipt, record, also);
    if (now === undefined) return 'nobody';
    // The person may have pressed a button of the secret's message before the receipt stood.
    if (now.savedAt !== undefined || now.closed !== undefined) {
      await redrawReceipt({ services, log }, record.id);
    }
    // Before the act counts as told: the old client's receipt has the button that ends the overlap.
    const { predecessor } = await lineageOf(services, record);
    if (predecessor !== undefined && predecessor.closed === undefined) {
      await redrawReceipt({ services, log }, predecessor.id);
    }
    return 'stands';
  } catch (error) {
    if (isUnreachable(error)) {
      log.warn({ err: error, clientId: record.id }, 'the requester cannot get a receipt any more');
      return 'nobody';
    }
    // The secret is in the person's hands: the client lives on, and the receipt comes later.
    log.error({ err: error, clientId: record.id }, 'the receipt could not be posted');
    return 'missing';
  }
}

/** Redraws a receipt from its record. The act itself is done, so a failure is only logged for the operator. */
export async function redrawReceipt({ services, log }: Telling, id: ClientId): Promise<void> {
  try {
    const record = await services.records.find(services.workspace, id);
    if (record?.receipt === undefined) return;
    const { channel, ts } = record.receipt;
    await services.calls.update(channel, ts, await receiptMessage({ services, log }, record));
  } catch (error) {
    log.warn({ err: error, clientId: id }, 'the receipt could not be redrawn');
  }
}

/** Redraws a client's receipt, and those of its predecessor and successor, which tell of it. */
export async function redrawReceipts(telling: Telling, id: ClientId): Promise<void> {
  const { services, log } = telling;
  await redrawReceipt(telling, id);
  try {
    const record = await services.records.find(services.workspace, id);
    const { predecessor, successor } = record === undefined ? {} : await lineageOf(services, record);
    for (const other of [predecessor, successor]) {
      if (other !== undefined) await redrawReceipt(telling, other.id);
    }
  } catch (error) {
    log.warn({ err: error, clientId: id }, 'the receipts before and behind it could not be redrawn');
  }
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
          call.words.problem(replaced.problem.facts),
        ]),
      );
      break;
  }
  await redrawReceipt(call, id);
}

/** On the secret's message and on reminders. */
const notSavedButton = defineButton({
  id: 'receipt.not-saved.v1',
  value: ReceiptOf,
  press: (call, { id }) => replace(call, id, 'secret'),
});

const replaceButton = defineButton({
  id: 'receipt.replace.v1',
  value: ReceiptOf,
  press: (call, { id }) => replace(call, id, 'receipt'),
});

export const receipt: Conversation = {
  buttons: [savedButton, notSavedButton, howToButton, replaceButton],
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
