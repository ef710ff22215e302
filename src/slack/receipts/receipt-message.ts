import type { KnownBlock } from '@slack/types';
import { lineageOf, overlapOf } from '../../core/clients/issuing/succession.js';
import type { IssueIntent } from '../../core/intents/intent.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import type { ClientId, PersonId } from '../../core/model/ids.js';
import { clientMenuElement } from '../cards/client/client-menu.js';
import { switchedFace } from '../call/faces.js';
import type { Services } from '../call/services.js';
import type { Log } from '../log.js';
import {
  type Inline,
  lastMinuteOf,
  mentionOf,
  plainText,
  richText,
  type Sentence,
} from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { actions, context, cut, plain, recordFacts } from '../view/blocks.js';
import { lineageFacts } from '../view/lineage.js';
import type { Message } from '../web-api/slack-calls.js';

/** What is at hand wherever something is said about a client: of a call, or of a job. */
export interface Telling {
  readonly services: Services;
  readonly log: Log;
}

/** The longest part of a purpose that a receipt shows; **Show** shows all of it. */
const PURPOSE_SHOWN = 150;

/** Stands where the receipt will stand, while the client is being created. */
export const announcement = ({ receipt, alphausUser }: Words, { wish }: IssueIntent): Message => {
  const said = receipt.creating(cut(wish.name, 300), alphausUser(wish.user));
  return { text: plainText([said]), blocks: [{ type: 'section', text: plain(said) }] };
};

/** The lasting message about a created client, drawn from the records: it never holds the secret. */
export async function receiptMessage({ services }: Telling, record: ClientRecord): Promise<Message> {
  const [words, lineage] = await Promise.all([
    services.wordsOf(record.requester),
    lineageOf(services, record),
  ]);
  const { receipt: of, rotation } = words;
  const overlap = overlapOf(record, lineage);
  const isOld = overlap?.old.id === record.id;
  const isNew = overlap?.successor.id === record.id && !hasReceiptOf(overlap.old, record.requester);
  const isSaid = record.closed !== undefined || record.savedAt !== undefined;
  // People who have the successor need not look for an old secret.
  const state = isOld && !isSaid ? undefined : stateOf(words, record);
  const further: readonly Sentence[] = [
    ...lineageFacts(words, lineage),
    ...(isOld ? [rotation.switchBy(overlap.successor.id, overlap.until)] : []),
    ...(isNew ? [rotation.deleteOldBy(overlap.old.id, overlap.until)] : []),
  ];
  const title = of.title(cut(record.name, 300), words.alphausUser(record.user));
  return {
    text: plainText(
      [title],
      ...recordFacts(words, record),
      ...(state === undefined ? [] : [state]),
      ...further,
    ),
    blocks: [
      titleBlock(words, { record, title, isSucceeded: isOld }),
      factsBlock(words, record, state),
      ...(further.length === 0 ? [] : [richText(...further)]),
      ...(isOld || isNew ? [actions(switchedButton(words, overlap.old.id, 'receipt'))] : []),
    ],
  };
}

interface Titled {
  readonly record: ClientRecord;
  readonly title: string;
  readonly isSucceeded: boolean;
}

/** With the menu of what can be done with the client, while it exists. */
function titleBlock(words: Words, { record, title, isSucceeded }: Titled): KnownBlock {
  const text = plain(title);
  if (record.closed !== undefined) return { type: 'section', text };
  return {
    type: 'section',
    text,
    accessory: clientMenuElement(words, record, { replace: !isSucceeded }),
  };
}

/** Everything else in one line: what people wrote as plain text, and mentions and times as markup. */
function factsBlock(words: Words, record: ClientRecord, state: Sentence | undefined): KnownBlock {
  const { id, purpose, owner, createdAt, endsAt } = record;
  const end: Inline | undefined = endsAt === undefined ? undefined : lastMinuteOf(endsAt);
  const facts = words.receipt.facts({ id, owner: mentionOf(owner), at: new Date(createdAt), end });
  const said = context(words.receipt.inOneLine(facts, state));
  return { ...said, elements: [plain(cut(purpose, PURPOSE_SHOWN)), ...said.elements] };
}

/** Whether a client's receipt, with its button, is in this person's direct messages. */
const hasReceiptOf = ({ receipt, requester }: ClientRecord, person: PersonId): boolean =>
  receipt !== undefined && requester === person;

/** Deletes the old client, once its programs use the new one. */
export const switchedButton = ({ rotation }: Words, id: ClientId, at: 'receipt' | 'reminder') =>
  switchedFace.element(rotation.switched, { id, at }, { style: 'danger', confirm: rotation.switchedConfirm });

/** Whether the secret is saved, or what became of the client. */
export function stateOf({ receipt: of }: Words, { closed, savedAt }: ClientRecord): Sentence {
  if (closed !== undefined) return of.closed(closed);
  return savedAt === undefined ? of.unconfirmed : of.saved(new Date(savedAt));
}
