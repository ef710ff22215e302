import type { Part } from '../store.js';
import type { Grant } from '../rights/grants.js';

/** What both sides hear of a grant that was given for a time. */
export interface GrantChange {
  readonly kind: 'ends-soon' | 'ended';
  readonly grant: Grant;
  readonly until: Date;
}

/** Draws what both sides are told, to be written in one batch with the change, so that it is neither lost nor said twice. */
export interface GrantNews {
  of(change: GrantChange): Promise<readonly Part[]>;
}
