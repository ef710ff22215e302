import type { ClientRecord } from '../../core/model/client-record.js';
import { isUnreachable } from '../web-api/direct-messages.js';
import { askWhetherSaved } from './receipt.js';
import type { Telling } from './receipt-message.js';

/**
 * Reminds the requester in their DM, once, that they have not said whether a secret is saved; who cannot be
 * reached any more is not tried again.
 */
export async function remind({ services, log }: Telling, record: ClientRecord): Promise<void> {
  try {
    const dm = await services.directMessages.channelOf(record.requester);
    const words = await services.wordsOf(record.requester);
    const said = words.receipt.reminder(record.name);
    await services.calls.post(dm, askWhetherSaved(words, said, record.id));
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    log.warn({ err: error, clientId: record.id }, 'the requester cannot be reminded any more');
  }
}
