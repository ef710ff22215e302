import type { ClientRecord } from '../../core/model/client-record.js';
import type { ClientId, PersonId } from '../../core/model/ids.js';

/** An API client of which one of its owners is told. */
export type Owned = Pick<ClientRecord, 'name' | 'owner'>;

/** Who made a client's successor, and has the secret of that. */
export interface Succeeded {
  readonly by: PersonId;
  readonly old: ClientId;
  readonly successor: ClientId;
}
