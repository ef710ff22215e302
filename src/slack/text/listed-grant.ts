import type { Grant } from '../../core/rights/grants.js';

/** A grant, and how it stands: one that waits for its account, or has ended, gives no right. */
export interface ListedGrant extends Grant {
  readonly stands: 'holds' | 'waits' | 'ended';
}
