import type { Goal } from '../benchmark.js';
import { spread } from './statistics.js';

export type Verdict = 'met' | 'missed' | 'too disturbed to tell';

/** A floor that varies more than this from round to round says that other work was on the machine. */
const CALM = 0.25;

export function verdictOf({ measured, atMost, floor = [], beside = [] }: Goal): Verdict {
  if (isDisturbed(floor)) return 'too disturbed to tell';
  if (measured <= atMost) return 'met';
  return isDisturbed(beside) ? 'too disturbed to tell' : 'missed';
}

const isDisturbed = (floor: readonly number[]): boolean => floor.length > 1 && spread(floor) > CALM;
