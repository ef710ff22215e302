import type { ClientRecord, TransferOffer } from '../../model/client-record.js';
import type { PersonId } from '../../model/ids.js';
import type { Part } from '../../store.js';

/** What people hear of an API client that changes hands. */
export type OwnershipChange =
  /** The client had another owner before; `by` knows already. */
  | {
      readonly kind: 'transferred';
      readonly before: ClientRecord;
      readonly after: ClientRecord;
      readonly by: PersonId;
    }
  /** It had no owner before. */
  | { readonly kind: 'assigned'; readonly after: ClientRecord; readonly by: PersonId }
  | {
      readonly kind: 'accepted' | 'declined' | 'expired';
      readonly record: ClientRecord;
      readonly offer: TransferOffer;
    };

/** Draws what both sides are told of a change, to be written in one batch with it, so that neither is lost. */
export interface OwnershipNews {
  of(change: OwnershipChange): Promise<readonly Part[]>;
}
