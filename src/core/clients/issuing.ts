import type { AuditTrail } from '../audit/audit-trail.js';
import type { Intents } from '../intents/intents.js';
import type { ConnectedWorkspace } from './connected-workspace.js';
import type { SecretHandover } from './secret-handover.js';

/** What every issuing of an API client works with. */
export interface Issuing extends ConnectedWorkspace {
  readonly handover: SecretHandover;
  readonly intents: Intents;
  readonly audit: AuditTrail;
  readonly reference: string;
  readonly now: () => Date;
}
