import type { ClientRecord } from '../../model/client-record.js';
import type { PersonId } from '../../model/ids.js';
import type { Problem } from '../../problem.js';
import type { Warning } from './end-plan.js';
import type { Concerned } from './living-owners.js';

/** What became of a message: `later`, if it may be tried again, and may stand all the same. */
export type Sent = 'taken' | 'refused' | 'later';

/** Tells people in their DM. */
export interface EndTelling {
  warn(person: PersonId, record: ClientRecord, warning: Warning, as: Concerned['as']): Promise<Sent>;
  ended(person: PersonId, record: ClientRecord, as: Concerned['as']): Promise<Sent>;
  /** It has reached its end, and could not be deleted. */
  notEnded(person: PersonId, record: ClientRecord, problem: Problem): Promise<Sent>;
  /** The bot's own connection uses it now, so that it has no end any more. */
  endDropped(person: PersonId, record: ClientRecord): Promise<Sent>;
  /** What shows the client is to be drawn again: its receipt, and messages about findings. */
  changed(record: ClientRecord): Promise<void>;
}
