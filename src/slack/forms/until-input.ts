import type { InputBlock } from '@slack/types';
import type { Whence } from '../../core/model/until.js';
import { Problem } from '../../core/problem.js';
import { allowedEnd, suggestedLifeDays } from '../../core/rights/client-life.js';
import { defaultPolicy, type Policy } from '../../core/rights/policy.js';
import type { Call } from '../call/call.js';
import { unformatted } from '../text/sentence.js';
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

/** The end that a form suggests by the policy, as somebody would type it. */
export function suggestedUntil(policy: Policy): string {
  const days = suggestedLifeDays(policy);
  return days === undefined ? '' : `${days}d`;
}

interface EnteredEnd {
  readonly text: string;
  readonly zone: string;
  readonly isRequired?: boolean;
}

/** An end that was entered, as far as the policy is known to allow it; what it refuses is said under the field. */
export function readEntered(
  call: Call,
  { text, zone, isRequired = false }: EnteredEnd,
): { readonly endsAt: string | undefined } | { readonly error: string } {
  const { rules, workspace, now } = call.services;
  const whence = { now: now(), zone };
  try {
    const endsAt = endEntered(text, whence);
    if (endsAt === undefined && isRequired) throw new Problem({ kind: 'until-invalid', why: 'unreadable' });
    return { endsAt: allowedEnd(rules.known(workspace)?.policy ?? defaultPolicy, endsAt, whence) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { error: unformatted(call.words.problem(error.facts)) };
  }
}

/** An end as it was entered into a form; nothing is none. */
export const endEntered = (text: string, whence: Whence): string | undefined =>
  text.trim() === '' ? undefined : readEnd(text, whence).toISOString();
