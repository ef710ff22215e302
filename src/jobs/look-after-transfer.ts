import type { ClientRecords } from '../core/clients/client-records.js';
import { type EndingTransfer, endTransfer } from '../core/clients/ownership/end-transfer.js';
import type { ClientRecord, TransferOffer } from '../core/model/client-record.js';
import type { ClientId } from '../core/model/ids.js';

export interface LookingAfterTransfer extends EndingTransfer {
  readonly records: ClientRecords;
  /** Asks the new owner; resolves to where the message stands, `undefined` where they cannot be reached. */
  readonly post: (record: ClientRecord, offer: TransferOffer) => Promise<TransferOffer['message']>;
  /** Takes the buttons from the message of a transfer that is over. */
  readonly close: (record: ClientRecord, offer: TransferOffer) => Promise<void>;
}

/**
 * Looks after a transfer: asks the new owner, and ends it where nobody has accepted it in time. A process that dies
 * between asking and noting that asks once more. Resolves to when its days are over, if they are not.
 */
export async function lookAfterTransfer(
  looking: LookingAfterTransfer,
  id: ClientId,
): Promise<Date | undefined> {
  const { workspace, records, now, post, close } = looking;
  const found = await records.find(workspace, id);
  const offer = found?.offered;
  if (found === undefined || offer === undefined) return undefined;
  if (found.closed !== undefined) {
    await close(found, offer);
    return undefined;
  }
  const until = new Date(offer.until);
  if (until <= now()) {
    const ended = await endTransfer(looking, id);
    if (ended?.offered?.id !== offer.id) await close(found, offer);
    return ended?.offered === undefined ? undefined : new Date(ended.offered.until);
  }
  if (offer.message === undefined) {
    const message = await post(found, offer);
    let standing: ClientRecord | undefined = found;
    if (message !== undefined) {
      standing = await records.change(workspace, id, (current) =>
        current.offered?.id === offer.id
          ? { ...current, offered: { ...current.offered, message } }
          : undefined,
      );
    }
    // It was answered or replaced while the message was on its way.
    if (standing?.offered?.id !== offer.id) await close(found, { ...offer, message });
  }
  return until;
}
