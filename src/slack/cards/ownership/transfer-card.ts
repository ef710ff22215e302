import { z } from 'zod';
import type { ClientRecord, TransferOffer } from '../../../core/model/client-record.js';
import { ClientId } from '../../../core/model/ids.js';
import { buttonFace } from '../../call/conversation.js';
import type { Services } from '../../call/services.js';
import type { Log } from '../../log.js';
import type { Sentence } from '../../text/sentence.js';
import type { Words } from '../../text/words.js';
import { actions, message, recordFacts } from '../../view/blocks.js';
import { isUnreachable } from '../../web-api/direct-messages.js';
import type { Message } from '../../web-api/slack-calls.js';

/** Which transfer is answered: of which client, and which offer of it. */
const OfOffer = z.object({ id: ClientId, offer: z.uuid() });

export const acceptFace = buttonFace('transfer.accept.v1', OfOffer);
export const declineFace = buttonFace('transfer.decline.v1', OfOffer);

/** Asks a person whether they take over an API client. */
function offerMessage(words: Words, record: ClientRecord, offer: TransferOffer): Message {
  const { transfer } = words.ownership;
  const value = { id: record.id, offer: offer.id };
  return message(
    [
      transfer.asked(offer.by),
      ...recordFacts(words, record),
      words.fact(transfer.acceptBy, { time: new Date(offer.until) }),
    ],
    actions(
      acceptFace.element(transfer.accept, value, { style: 'primary' }),
      declineFace.element(transfer.decline, value),
    ),
  );
}

/** A transfer that has ended, without its buttons. */
export function endedOffer(words: Words, record: ClientRecord, said: Sentence): Message {
  return message([said, ...recordFacts(words, record)]);
}

interface Telling {
  readonly services: Services;
  readonly log: Log;
}

/** Asks the person in their DM; resolves to where the message stands, `undefined` where they cannot be reached. */
export async function postOffer(
  { services, log }: Telling,
  record: ClientRecord,
  offer: TransferOffer,
): Promise<TransferOffer['message']> {
  try {
    const channel = await services.directMessages.channelOf(offer.to);
    const words = await services.wordsOf(offer.to);
    return { channel, ts: await services.calls.post(channel, offerMessage(words, record, offer)) };
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    log.warn({ err: error, clientId: record.id, person: offer.to }, 'the new owner cannot be asked any more');
    return undefined;
  }
}

/** Takes the buttons from the message of a transfer that is over. What Slack does not take leaves buttons that say so. */
export async function closeOffer(
  { services, log }: Telling,
  record: ClientRecord,
  offer: TransferOffer,
): Promise<void> {
  if (offer.message === undefined) return;
  const { channel, ts } = offer.message;
  try {
    const words = await services.wordsOf(offer.to);
    await services.calls.update(channel, ts, endedOffer(words, record, words.ownership.transfer.state.over));
  } catch (error) {
    log.warn({ err: error, clientId: record.id }, 'the message of a transfer could not be redrawn');
  }
}
