import type { Goal } from '../benchmark.js';
import { spread } from './statistics.js';

export type Verdict = 'met' | 'missed' | 'too disturbed to tell';

/** A floor that varies more than this from round to round says that other work was on the machine. */
const CALM = 0.25;

export function verdictOf({ measured, atMost, floor = [] }: Goal): Verdict {
  if (floor.length > 1 && spread(floor) > CALM) return 'too disturbed to tell';
  return measured <= atMost ? 'met' : 'missed';
}
