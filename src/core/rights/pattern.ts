import RandExp from 'randexp';
import { RE2JS, RE2JSSyntaxException } from 're2js';

/**
 * A regular expression that an admin gave. Matched in linear time whatever it says (RE2: no back-references,
 * no look-around), since everybody's input goes through it.
 */
export interface Pattern {
  readonly text: string;
  /** Whether some part of the text matches; `^` and `$` bind its ends. */
  matches(text: string): boolean;
}

const KEPT_AT_MOST = 200;
const compiled = new Map<string, Pattern>();

/** `undefined` for what is no such expression. */
export function readPattern(text: string): Pattern | undefined {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  let engine: RE2JS;
  try {
    engine = RE2JS.compile(text);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return undefined;
    throw error;
  }
  const pattern: Pattern = { text, matches: (given) => engine.matcher(given).find() };
  if (compiled.size >= KEPT_AT_MOST) compiled.clear();
  compiled.set(text, pattern);
  return pattern;
}

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
