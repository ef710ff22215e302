import type { Button as ButtonElement } from '@slack/types';
import { Problem, type ProblemFacts } from '../../core/problem.js';
import type { Call } from './call.js';
import { BUTTON_VALUE_LIMIT } from './conversation.js';

/**
 * What Alphaus did is over soon, or is put right by another entry. A create of which nobody knows whether it happened is no
 * `Problem`, so none of these follows a client that may exist.
 */
const WORTH_ANOTHER_TRY: ReadonlySet<ProblemFacts['kind']> = new Set([
  'api-unreachable',
  'api-timeout',
  'api-rate-limited',
  'api-failed',
  'api-malformed',
  'api-refused',
  'product-away',
]);

/**
 * Does the work. Where Alphaus keeps it from being done, the person's message gets a button with which they begin again:
 * the first of these that can carry what it has to.
 */
export async function orTryAgain<Result>(
  call: Call,
  buttons: () => readonly ButtonElement[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && WORTH_ANOTHER_TRY.has(error.facts.kind)) {
      call.tryAgain ??= buttons().find(({ value = '' }) => value.length <= BUTTON_VALUE_LIMIT);
    }
    throw error;
  }
}
