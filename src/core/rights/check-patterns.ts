import { ClientName } from '../model/api-client.js';
import { type ClientSpec, Purpose } from '../model/client-record.js';
import { legible } from '../model/legible-text.js';
import { exampleOf, type Pattern, readPattern, type ReadPattern } from './pattern.js';
import type { Policy } from './policy.js';
import { Problem } from '../problem.js';

/** Throws a `Problem` for a name or purpose that the policy's patterns do not allow. */
export function checkPatterns(policy: Policy, spec: Pick<ClientSpec, 'name' | 'purpose'>): void {
  allowedName(policy, spec.name);
  allowedPurpose(policy, spec.purpose);
}

export function allowedName(policy: Policy, name: ClientName): ClientName {
  return allowed(policy, 'namePattern', name);
}

export function allowedPurpose(policy: Policy, purpose: Purpose): Purpose {
  return allowed(policy, 'purposePattern', purpose);
}

/** What the patterns of a policy are for. */
export type PatternPart = 'namePattern' | 'purposePattern';
export const PATTERN_PARTS = ['namePattern', 'purposePattern'] as const;

/** How many characters a text has that is matched, at most. */
const CHARACTERS: Readonly<Record<PatternPart, number>> = { namePattern: 64, purposePattern: 500 };

export const readPatternOf = (part: PatternPart, text: string): ReadPattern =>
  readPattern(text, CHARACTERS[part]);

/** An example of what a pattern allows, where one was found. */
export const exampleFor = (part: PatternPart, pattern: Pattern): string | undefined =>
  exampleOf(pattern, part === 'namePattern' ? isName : isPurpose);

/** Whether a text could be typed as a name as it stands, without trimming. */
export const isName = (text: string): boolean =>
  ClientName.safeParse(text).data === text && legible(text) === text;
const isPurpose = (text: string): boolean => Purpose.safeParse(text).data === text && legible(text) === text;

/** A pattern that cannot be used allows nothing: what it was to keep out is not let in. */
function allowed<Text extends string>(policy: Policy, part: PatternPart, text: Text): Text {
  const wanted = policy[part];
  if (wanted === undefined) return text;
  const read = readPatternOf(part, wanted);
  if (read.kind !== 'pattern') throw new Problem({ kind: 'pattern-unusable', part });
  if (read.pattern.matches(text)) return text;
  const kind = part === 'namePattern' ? 'name-not-allowed' : 'purpose-not-allowed';
  throw new Problem({ kind, pattern: wanted, example: exampleFor(part, read.pattern) });
}
