import RandExp from 'randexp';
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { sizeOf } from './pattern-size.js';

/**
 * A regular expression that an admin gave. Matched in linear time whatever it says (RE2: no back-references,
 * no look-around), since everybody's input goes through it.
 */
export interface Pattern {
  readonly text: string;
  /** Instructions of the compiled expression, at most: a match takes so many steps for each character. */
  readonly size: number;
  /** Whether some part of the text matches; `^` and `$` bind its ends. */
  matches(text: string): boolean;
}

/** Why a text is no pattern that can be used; `largest`: what its `size` may be. */
export type UnusablePattern =
  /** It is no regular expression, or not all of one: a bracket is not closed. */
  | { readonly kind: 'no-pattern' }
  /** It is one elsewhere: RE2 does without what may take forever. */
  | { readonly kind: 'not-supported' }
  | { readonly kind: 'too-big'; readonly size: number; readonly largest: number };

export type ReadPattern = { readonly kind: 'pattern'; readonly pattern: Pattern } | UnusablePattern;

/** Steps of one match, at most: under a millisecond. */
const STEPS_OF_A_MATCH = 60_000;
/** The size from which the engine keeps more memory for an expression than for the text. */
const LARGEST = 500;

/** How large a pattern may be that is matched against texts of up to so many characters. */
export const largestFor = (characters: number): number =>
  Math.min(LARGEST, Math.floor(STEPS_OF_A_MATCH / (characters + 1)));

/** Instructions of all patterns that are kept compiled: some ten megabytes. */
const KEPT_AT_MOST = 50_000;
const compiled = new Map<string, Pattern>();
let kept = 0;

/** Reads a pattern that is to be matched against texts of up to so many characters. What is too big is not compiled. */
export function readPattern(text: string, characters: number): ReadPattern {
  const known = compiled.get(text);
  const size = known?.size ?? sizeOf(text);
  const largest = largestFor(characters);
  if (size > largest) return { kind: 'too-big', size, largest };
  const pattern = known ?? compile(text, size);
  if (pattern === undefined) return { kind: isPatternElsewhere(text) ? 'not-supported' : 'no-pattern' };
  keep(pattern);
  return { kind: 'pattern', pattern };
}

function compile(text: string, size: number): Pattern | undefined {
  try {
    const engine = RE2JS.compile(text);
    return { text, size, matches: (given) => engine.matcher(given).find() };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return undefined;
    throw error;
  }
}

/** Whether JavaScript, which has look-around and back-references, takes it for a regular expression. */
function isPatternElsewhere(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Keeps those that were used last. */
function keep(pattern: Pattern): void {
  if (compiled.delete(pattern.text)) kept -= pattern.size;
  compiled.set(pattern.text, pattern);
  kept += pattern.size;
  for (const [text, { size }] of compiled) {
    if (kept <= KEPT_AT_MOST) return;
    compiled.delete(text);
    kept -= size;
  }
}

/** Instructions that the patterns which are kept have together. */
export const sizeKept = (): number => kept;

const LONGEST_EXAMPLE = 64;

type Choice = (from: number, to: number) => number;
/** From the middle of what an expression allows first: there are the letters, not spaces and signs. */
const CHOICES: readonly Choice[] = [(from, to) => Math.floor((from + to) / 2), (from) => from, (_, to) => to];

/** A short text that matches and that `fits` accepts; `undefined` where none was found. */
export function exampleOf(pattern: Pattern, fits: (text: string) => boolean): string | undefined {
  return CHOICES.map((choose) => generated(pattern.text, choose)).find(
    (example) =>
      example !== undefined && example.length <= LONGEST_EXAMPLE && pattern.matches(example) && fits(example),
  );
}

/** RE2's dialect is not JavaScript's: what only RE2 understands has no generated example. */
function generated(text: string, choose: Choice): string | undefined {
  if (/\\[pP]/.test(text)) return undefined;
  try {
    const generator = new RandExp(new RegExp(text, 'u'));
    generator.max = 3;
    generator.randInt = choose;
    return generator.gen();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
