import { Problem, type ProblemFacts } from '../../../core/problem.js';
import { slackRefusal } from '../../refusal.js';
import type { Call } from '../call.js';
import {
  type Again,
  type Button,
  BUTTON_VALUE_LIMIT,
  type ButtonFace,
  whenPressed,
} from '../conversation.js';

/**
 * What is over soon, or is put right by another entry. A create of which nobody knows whether it happened is no
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
  'person-unknown',
  'groups-unknown',
  'stopping',
]);

function isWorthAnotherTry(facts: ProblemFacts): boolean {
  if (facts.kind === 'successor-refused') return facts.cleanedUp;
  if (facts.kind === 'secret-not-delivered') return facts.cleanedUp && !facts.isShut;
  if (facts.kind === 'slack-failed') return hasSlackDoneNothing(facts);
  return WORTH_ANOTHER_TRY.has(facts.kind);
}

/** A form that was not opened, or people who were not told of: both come before the act. */
function hasSlackDoneNothing({ method, error }: Extract<ProblemFacts, { kind: 'slack-failed' }>): boolean {
  if (!/^(views|users|usergroups)\./.test(method)) return false;
  const [word = ''] = error.split(' ', 1);
  return slackRefusal(word) === 'passing' || word.includes('trigger');
}

/**
 * Does the work. Where it is not done for a reason that passes, the person's message gets a button with which they begin
 * again.
 */
export async function orTryAgain<Value, Result>(
  call: Call,
  again: Again<Value>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && isWorthAnotherTry(error.facts)) {
      offerAgain(call, again);
    }
    throw error;
  }
}

/** Gives the person's message the button with which they begin again, if it can carry what was entered. */
export function offerAgain<Value>(call: Call, { face, values }: Again<Value>): void {
  call.tryAgain ??= againButton(call.words.tryAgain, { face, values });
}

/** The button that opens a form with what was entered, if it can carry that. */
export const againButton = <Value>(label: string, { face, values }: Again<Value>) =>
  values
    .map((value) => face.element(label, value, { style: 'primary' }))
    .find(({ value = '' }) => value.length <= BUTTON_VALUE_LIMIT);

/** Begins it again, in the modal that says what failed. */
export const whenTriedAgain = <Value>(
  face: ButtonFace<Value>,
  begin: (call: Call, value: Value) => Promise<void>,
): Button =>
  whenPressed(face, (call, value) => {
    call.views.staysInPlace();
    return begin(call, value);
  });
