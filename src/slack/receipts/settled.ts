import type { ClientId, PersonId } from '../../core/model/ids.js';
import { begunIn, type DeleteIntent, type Intent, type IssueIntent } from '../../core/intents/intent.js';
import type { DeletionSettlement, IssueSettlement } from '../../core/settling/settle-intent.js';
import type { SettlementNews } from '../../core/settling/settlement-news.js';
import { deliver } from '../cards/deliver.js';
import { connectedOfItsProduct, whoKnowsAccount } from '../call/account-changed.js';
import { message } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import { isUnreachable } from '../web-api/direct-messages.js';
import { offerMessage } from './offers.js';
import { askWhetherSaved, leaveReceipt, redrawReceipt, type Telling } from './receipt.js';
import type { Sentence } from '../text/sentence.js';
import type { AccountGone } from '../text/en/settling.js';
import { en } from '../text/en/en.js';

/** Tells people of settled intents in their DM with the bot. */
export function settlementNews(telling: Telling): SettlementNews {
  return {
    issueSettled: (intent, settlement) => tellIssueSettled(telling, intent, settlement),
    deletionSettled: (intent, settlement, approvalHolds) =>
      tellDeletionSettled(telling, intent, settlement, approvalHolds),
    accountGone: (intent) => tellAccountGone(telling, intent),
    accountGoneForGood: (intent) => tellAccountGoneForGood(telling, intent),
    givenUp: (intent) => tellGivenUp(telling, intent),
    requestChanged: (request) => deliver(telling.services, telling.log, request),
  };
}

async function tellIssueSettled(
  telling: Telling,
  intent: IssueIntent,
  settlement: IssueSettlement,
): Promise<void> {
  if (settlement.kind === 'shown') {
    const { record, perhaps } = settlement;
    if (perhaps)
      await post(telling, intent.person, askWhetherSaved(en.settling.perhapsShown(record.name), record.id));
    if (record.receipt === undefined && !(await leaveReceipt(telling, record))) {
      throw new Error('the receipt is still to be posted');
    }
  } else {
    await post(telling, intent.person, issueMessage(intent, settlement));
  }
  if (intent.predecessor !== undefined) await redrawReceipt(telling, intent.predecessor);
}

function issueMessage(
  { wish: { name }, kind, stage, reference }: IssueIntent,
  settlement: Exclude<IssueSettlement, { kind: 'shown' }>,
): Message {
  const said = (sentence: Sentence): Message => message([sentence, en.reference(reference)]);
  switch (settlement.kind) {
    case 'perhaps-made':
      return offerMessage(settlement.offer, reference);
    case 'withdrawn':
      // Who was told that deleting it failed hears that it worked since.
      return said(
        stage.at === 'withdrawing'
          ? en.settling.withdrawnAtLast(name, kind)
          : en.settling.withdrawn(name, kind),
      );
    case 'nothing-made':
      return said(en.settling.nothingMade(name, kind));
    case 'nothing-replaced':
      return said(en.settling.nothingReplaced(name));
    case 'only-deleted':
      return said(en.settling.onlyDeleted(name));
  }
}

async function tellDeletionSettled(
  telling: Telling,
  { client, workspace, person, reference }: DeleteIntent,
  settlement: DeletionSettlement,
  approvalHolds: boolean,
): Promise<void> {
  const record = await telling.services.records.find(workspace, client);
  const sentence = deletionSentence(record?.name ?? client, client, person, settlement);
  const approval = approvalHolds ? [en.settling.approvalHolds] : [];
  await post(telling, person, message([sentence, ...approval, en.reference(reference)]));
  await redrawReceipt(telling, client);
}

function deletionSentence(
  name: string,
  id: ClientId,
  person: PersonId,
  settlement: DeletionSettlement,
): Sentence {
  if (settlement.kind === 'not-deleted') return en.settling.notDeleted(name, id);
  return settlement.by === person ? en.settling.deleted(name) : en.settling.deletedBy(name, settlement.by);
}

async function tellAccountGone(telling: Telling, intent: Intent): Promise<void> {
  const said = en.settling.accountGone(await accountGone(telling, intent));
  await post(telling, intent.person, message([...said, en.reference(intent.reference)]));
}

async function tellAccountGoneForGood(telling: Telling, intent: Intent): Promise<void> {
  const said = en.settling.accountGoneForGood(await accountGone(telling, intent));
  await post(telling, intent.person, message([...said, en.reference(intent.reference)]));
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
    return { ...common, what: 'may-be-deleted', name: record?.name ?? id, id };
  }
  const { wish, stage, predecessor } = intent;
  const { name } = wish;
  if ('client' in stage) return { ...common, what: 'has-to-go', name, id: stage.client };
  return stage.at === 'replacing' && predecessor !== undefined
    ? { ...common, what: 'may-be-deleted', name, id: predecessor }
    : { ...common, what: 'may-exist', name };
}

async function tellGivenUp(telling: Telling, intent: Intent): Promise<void> {
  const [name, user] =
    intent.kind === 'delete' ? [intent.client, intent.user] : [intent.wish.name, intent.wish.user];
  await post(
    telling,
    intent.person,
    message([en.settling.givenUp(name, user), en.reference(intent.reference)]),
  );
}

/** Who cannot be reached any more is not tried again. */
async function post({ services, log }: Telling, person: PersonId, said: Message): Promise<void> {
  try {
    await services.calls.post(await services.directMessages.channelOf(person), said);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    log.warn({ err: error, person }, 'this person cannot be told any more');
  }
}
