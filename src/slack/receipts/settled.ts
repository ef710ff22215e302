import type { PersonId } from '../../core/model/ids.js';
import { begunIn, type DeleteIntent, type Intent, type IssueIntent } from '../../core/intents/intent.js';
import type { DeletionSettlement, IssueSettlement } from '../../core/settling/settle-intent.js';
import type { SettlementNews } from '../../core/settling/settlement-news.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { deliver } from '../cards/request/deliver.js';
import { connectedOfItsProduct, whoKnowsAccount } from '../call/account-changed.js';
import { message } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import { isUnreachable } from '../web-api/direct-messages.js';
import { offerMessage } from './offers.js';
import { askWhetherSaved } from './receipt.js';
import { leaveReceipt, redrawReceipts, takeBackReceipt } from './standing-receipt.js';
import type { Telling } from './receipt-message.js';
import { tellOwnersOfDeletion, tellOwnersOfSuccessor } from './tell-owners.js';
import type { AccountGone } from '../text/account-gone.js';
import type { Words } from '../text/words.js';

/** Tells people of settled intents in their DM with the bot. */
export function settlementNews(telling: Telling): SettlementNews {
  return {
    issueSettled: (intent, settlement) => tellIssueSettled(telling, intent, settlement),
    deletionSettled: (intent, settlement, approvalHolds) =>
      tellDeletionSettled(telling, intent, settlement, approvalHolds),
    accountGone: (intent) => tellAccountGone(telling, intent),
    accountGoneForGood: (intent) => tellAccountGoneForGood(telling, intent),
    givenUp: (intent) => tellGivenUp(telling, intent),
    async requestChanged(request) {
      // What Slack does not take now, a look at the request says later.
      await deliver(telling.services, telling.log, request);
    },
  };
}

async function tellIssueSettled(
  telling: Telling,
  intent: IssueIntent,
  settlement: IssueSettlement,
): Promise<void> {
  if (settlement.kind === 'shown') {
    const { record, perhaps } = settlement;
    if (perhaps) {
      await post(telling, intent.person, (words) =>
        askWhetherSaved(words, words.settling.perhapsShown(record.name), record.id),
      );
    }
    const announced = record.receipt ?? (await telling.services.intents.announcedAt(intent));
    if ((await leaveReceipt(telling, record, { announced, also: [] })) === 'missing') {
      throw new Error('the receipt is still to be posted');
    }
    await tellOwnersOfSuccessor(telling, record, intent.kind === 'replace' ? 'replaced' : 'rotated');
  } else {
    await post(telling, intent.person, (words) => issueMessage(words, intent, settlement));
    await takeBackAnnouncement(telling, intent);
  }
  if (intent.predecessor === undefined) return;
  await redrawReceipts(telling, intent.predecessor);
  await redrawAttention(telling, intent.predecessor);
  if (settlement.kind === 'only-deleted') {
    await tellOwnersOfDeletion(telling, intent.predecessor, intent.person);
  }
}

/** What says that a client is being made does not stand above the news that none was, or that nobody knows. */
async function takeBackAnnouncement(telling: Telling, intent: Intent): Promise<void> {
  if (intent.kind === 'delete') return;
  const { intents } = telling.services;
  const place = await intents.announcedAt(intent);
  if (place === undefined) return;
  await takeBackReceipt(telling, place);
  await intents.forgetAnnounced(intent);
}

function issueMessage(
  words: Words,
  { wish: { name }, kind, stage, reference }: IssueIntent,
  settlement: Exclude<IssueSettlement, { kind: 'shown' }>,
): Message {
  if (settlement.kind === 'perhaps-made') return offerMessage(words, settlement.offer, reference);
  const deletingFailed = stage.at === 'withdrawing';
  return message([
    words.settling.issue({ name, kind, deletingFailed }, settlement),
    words.reference(reference),
  ]);
}

async function tellDeletionSettled(
  telling: Telling,
  { client, workspace, person, reference }: DeleteIntent,
  settlement: DeletionSettlement,
  approvalHolds: boolean,
): Promise<void> {
  const record = await telling.services.records.find(workspace, client);
  await post(telling, person, ({ settling, reference: referenceIs }) =>
    message([
      settling.deletion({ name: record?.name ?? client, id: client, person }, settlement),
      ...(approvalHolds ? [settling.approvalHolds] : []),
      referenceIs(reference),
    ]),
  );
  await redrawReceipts(telling, client);
  await redrawAttention(telling, client);
  // Who else deleted it told the owners then.
  const isDone = settlement.kind === 'deleted' && settlement.by === person;
  if (isDone) await tellOwnersOfDeletion(telling, client, person);
}

async function tellAccountGone(telling: Telling, intent: Intent): Promise<void> {
  const gone = await accountGone(telling, intent);
  await post(telling, intent.person, ({ settling, reference }) =>
    message([...settling.accountGone(gone), reference(intent.reference)]),
  );
  await takeBackAnnouncement(telling, intent);
}

async function tellAccountGoneForGood(telling: Telling, intent: Intent): Promise<void> {
  const gone = await accountGone(telling, intent);
  await post(telling, intent.person, ({ settling, reference }) =>
    message([...settling.accountGoneForGood(gone), reference(intent.reference)]),
  );
  await takeBackAnnouncement(telling, intent);
}

async function accountGone({ services }: Telling, intent: Intent): Promise<AccountGone> {
  const { user } = begunIn(intent);
  const common = {
    user,
    at: new Date(intent.begunAt),
    isAnyConnected: (await connectedOfItsProduct(services, user)) !== undefined,
    ask: await whoKnowsAccount(services, user),
  };
  if (intent.kind === 'delete') {
    const { client: id } = intent;
    const record = await services.records.find(intent.workspace, id);
    return { ...common, kind: 'may-be-deleted', name: record?.name ?? id, id };
  }
  const { wish, stage, predecessor } = intent;
  const { name } = wish;
  if ('client' in stage) return { ...common, kind: 'has-to-go', name, id: stage.client };
  return stage.at === 'replacing' && predecessor !== undefined
    ? { ...common, kind: 'may-be-deleted', name, id: predecessor }
    : { ...common, kind: 'may-exist', name };
}

async function tellGivenUp(telling: Telling, intent: Intent): Promise<void> {
  const [name, user] =
    intent.kind === 'delete' ? [intent.client, intent.user] : [intent.wish.name, intent.wish.user];
  await post(telling, intent.person, ({ settling, reference }) =>
    message([settling.givenUp(name, user), reference(intent.reference)]),
  );
  await takeBackAnnouncement(telling, intent);
}

/** Who cannot be reached any more is not tried again. */
async function post(
  { services, log }: Telling,
  person: PersonId,
  said: (words: Words) => Message,
): Promise<void> {
  try {
    const words = await services.wordsOf(person);
    await services.calls.post(await services.directMessages.channelOf(person), said(words));
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    log.warn({ err: error, person }, 'this person cannot be told any more');
  }
}
