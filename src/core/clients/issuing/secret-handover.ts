import type { Handed } from '../../connection/alphaus.js';
import type { IssuedApiClient } from '../../model/api-client.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { IssueIntent, Offer } from '../../intents/intent.js';

/** `refused`: it may not have arrived. `shut`: it did not, as the app's settings let it write to nobody. */
export type Shown = 'handed-over' | 'refused' | 'shut';

/** How a secret reaches its person, once, and what stays of it. */
export interface SecretHandover {
  /** Whether the way to the person stands already. */
  readonly isOpen: boolean;
  /** Opens the way to the person; a `Problem` when there is none. */
  open(): Promise<void>;
  /** Sends the secret once, even when the answer is lost; `trial`: how it went, where the client was tried before. */
  show(client: IssuedApiClient, record: ClientRecord, trial?: Handed): Promise<Shown>;
  /** Leaves the lasting message; resolves to whether nothing is left to do: it stands, or nobody is there to get it. */
  leaveReceipt(record: ClientRecord): Promise<boolean>;
  /** Says that nobody knows whether a client was made, and offers what may be it. */
  tellUnclear(intent: IssueIntent, offer: Offer | undefined): Promise<void>;
}
