import type { Handed } from '../../connection/alphaus.js';
import type { IssuedApiClient } from '../../model/api-client.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { IssueIntent, Offer } from '../../intents/intent.js';
import type { Part } from '../../store.js';

/** `refused`: it may not have arrived. `shut`: it did not, as the app's settings let it write to nobody. */
export type Shown = 'handed-over' | 'refused' | 'shut';

/** `stands`: and that is written down. `nobody` is there any more to get it. `missing`: it has to come later. */
export type ReceiptLeft = 'stands' | 'nobody' | 'missing';

/** How a secret reaches its person, once, and what stays of it. */
export interface SecretHandover {
  /** Whether the way to the person stands already. */
  readonly isOpen: boolean;
  /** Opens the way to the person; a `Problem` when there is none. */
  open(): Promise<void>;
  /** Sends the secret once, even when the answer is lost; `trial`: how it went, where the client was tried before. */
  show(client: IssuedApiClient, record: ClientRecord, trial?: Handed): Promise<Shown>;
  /** Leaves the lasting message. `also` is written with the note of where it stands. */
  leaveReceipt(record: ClientRecord, also: readonly Part[]): Promise<ReceiptLeft>;
  /** Says that nobody knows whether a client was made, and offers what may be it. */
  tellUnclear(intent: IssueIntent, offer: Offer | undefined): Promise<void>;
}
