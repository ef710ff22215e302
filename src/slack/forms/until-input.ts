import type { InputBlock } from '@slack/types';
import type { Whence } from '../../core/model/until.js';
import { textInput } from '../view/blocks.js';
import type { Words } from '../text/words.js';
import { readEnd } from './validation.js';

export const UNTIL = 'until';

interface UntilInput {
  readonly initial: string;
  /** How long the policy lets a client live: then it needs an end. */
  readonly longestLifeDays: number | undefined;
  readonly isOptional?: boolean;
}

/** Asks when an API client ends. */
export function untilInput(
  { facts, ends }: Words,
  { initial, longestLifeDays, isOptional = longestLifeDays === undefined }: UntilInput,
): InputBlock {
  return {
    ...textInput(facts.until, UNTIL, {
      initial,
      hint: isOptional ? ends.optionalHint : ends.hint(longestLifeDays),
    }),
    optional: isOptional,
  };
}

/** An end as it was entered into a form; nothing is none. */
export const endEntered = (text: string, whence: Whence): string | undefined =>
  text.trim() === '' ? undefined : readEnd(text, whence).toISOString();
