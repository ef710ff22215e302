import type { Grant } from '../../core/rights/grants.js';

/** A grant, and whether it waits for the account in which it was given: then it gives no right. */
export interface ListedGrant extends Grant {
  readonly waits: boolean;
}
