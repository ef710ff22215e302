import type { Intents } from '../../intents/intents.js';
import type { HourlyQuota } from '../../rights/hourly-quota.js';
import type { ClientContext } from '../client-context.js';
import type { Places } from './places.js';
import type { SecretHandover } from './secret-handover.js';

/** What every issuing of an API client works with. */
export interface IssueContext extends ClientContext {
  readonly handover: SecretHandover;
  readonly intents: Intents;
  readonly quota: HourlyQuota;
  readonly places: Places;
}
