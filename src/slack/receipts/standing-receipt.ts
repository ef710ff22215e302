import { lineageOf } from '../../core/clients/issuing/succession.js';
import type { LeavingReceipt, ReceiptLeft } from '../../core/clients/issuing/secret-handover.js';
import type { ClientRecord, ReceiptPlace } from '../../core/model/client-record.js';
import type { ClientId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { showUntilCurrent } from '../cards/show-until-current.js';
import { slackWord } from '../refusal.js';
import { isUnreachable } from '../web-api/direct-messages.js';
import { receiptMessage, type Telling } from './receipt-message.js';

/** Leaves a receipt where the client was announced, if it was, and writes down where it stands, with `also`. */
export async function leaveReceipt(
  telling: Telling,
  record: ClientRecord,
  { announced, also }: LeavingReceipt = { announced: record.receipt, also: [] },
): Promise<ReceiptLeft> {
  const { services, log } = telling;
  try {
    const receipt = await placeReceipt(telling, record, announced);
    const withReceipt = (current: ClientRecord): ClientRecord => ({ ...current, receipt });
    const now = await services.records.change(services.workspace, record.id, withReceipt, {
      known: record,
      also,
    });
    if (now === undefined) return 'nobody';
    // The person may have pressed a button of the secret's message before the receipt stood.
    if (now.savedAt !== undefined || now.closed !== undefined) await redrawReceipt(telling, record.id);
    // Before the act counts as told: the old client's receipt has the button that ends the overlap.
    const { predecessor } = await lineageOf(services, record);
    if (predecessor !== undefined && predecessor.closed === undefined) {
      await redrawReceipt(telling, predecessor.id);
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

/** Where the client was announced, if that message still stands; else as a new message. */
async function placeReceipt(
  telling: Telling,
  record: ClientRecord,
  announced: ReceiptPlace | undefined,
): Promise<ReceiptPlace> {
  const { calls, directMessages } = telling.services;
  const message = await receiptMessage(telling, record);
  if (announced !== undefined) {
    try {
      await calls.update(announced.channel, announced.ts, message);
      return announced;
    } catch (error) {
      if (slackWord(error) !== 'message_not_found') throw error;
    }
  }
  const channel = await directMessages.channelOf(record.requester);
  return { channel, ts: await calls.post(channel, message) };
}

/** Removes a message that announced a client, of which nothing came. */
export async function takeBackReceipt({ services, log }: Telling, place: ReceiptPlace): Promise<void> {
  try {
    await services.calls.remove(place.channel, place.ts);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log.warn({ problem: error.facts }, 'what announced an API client could not be removed');
  }
}

/** Redraws a receipt from its record. The act itself is done, so a failure is only logged for the operator. */
export async function redrawReceipt({ services, log }: Telling, id: ClientId): Promise<void> {
  const drawn = async () => {
    const record = await services.records.find(services.workspace, id);
    const place = record?.receipt;
    return place && { place, message: await receiptMessage({ services, log }, record) };
  };
  try {
    await showUntilCurrent(drawn, ({ place, message }) =>
      services.calls.update(place.channel, place.ts, message),
    );
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
    log.warn(
      { err: error, clientId: id },
      'the receipts of its predecessor and successor could not be redrawn',
    );
  }
}
