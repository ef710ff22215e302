import type { ActContext } from '../audit/right-on-record.js';
import type { Rules } from './rules.js';

/** What every verb on rules works with. */
export interface RulesContext extends ActContext {
  readonly rules: Rules;
  readonly now: () => Date;
}
