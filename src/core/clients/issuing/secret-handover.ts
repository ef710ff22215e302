import type { Handed } from '../../connection/alphaus.js';
import type { IssuedApiClient } from '../../model/api-client.js';
import type { ClientRecord, ReceiptPlace } from '../../model/client-record.js';
import type { IssueIntent, Offer } from '../../intents/intent.js';
import type { Part } from '../../store.js';

/** `refused`: it may not have arrived. `shut`: it did not, as the app's settings let it write to nobody. */
export type Shown = 'handed-over' | 'refused' | 'shut';

/** `stands`: and that is written down. `nobody` is there any more to get it. `missing`: it has to come later. */
export type ReceiptLeft = 'stands' | 'nobody' | 'missing';

/** How a receipt is left. */
export interface LeavingReceipt {
  readonly announced: ReceiptPlace | undefined;
  /** Written with the note of where the receipt stands. */
  readonly also: readonly Part[];
}

/** How a secret reaches its person, once, and what stays of it. */
export interface SecretHandover {
  /** Whether the way to the person stands already. */
  readonly isOpen: boolean;
  /** Opens the way to the person; a `Problem` when there is none. */
  open(): Promise<void>;
  /** Says that a client is being created, where its receipt is to stand; resolves to where, if Slack took it. */
  announce(intent: IssueIntent): Promise<ReceiptPlace | undefined>;
  /** Removes what was announced: nothing was created. */
  takeBack(place: ReceiptPlace): Promise<void>;
  /** Sends the secret once, even when the answer is lost; `trial`: how it went, where the client was tried before. */
  show(client: IssuedApiClient, record: ClientRecord, trial?: Handed): Promise<Shown>;
  /** Leaves the lasting message, where the client was announced if it was. `record`: as it was written. */
  leaveReceipt(record: ClientRecord, leaving: LeavingReceipt): Promise<ReceiptLeft>;
  /** Says that nobody knows whether a client was made, and offers what may be it. */
  tellUnclear(intent: IssueIntent, offer: Offer | undefined): Promise<void>;
}
