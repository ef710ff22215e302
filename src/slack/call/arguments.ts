import { Problem } from '../../core/problem.js';

export interface Arguments {
  /** What is not a flag, in its order. */
  readonly positional: readonly string[];
  /** The `positional` arguments that follow a flag: they may be the rest of a value without quotes. */
  readonly behindFlags: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
}

/** Flags by name, and whether each takes a value. */
export type KnownFlags = Readonly<Record<string, 'value' | 'switch'>>;

/** Quotes that open wherever they stand, and what closes them. */
const OPENS = /["“”„]/;
const CLOSES = /["“”]/;
const FULL_WIDTH = /＂/;
/** Quotes that are letters, or a part of a name, within a word. */
const APOSTROPHES = /['‘’＇]/;
const BRACKETS: ReadonlyMap<string, string> = new Map([
  ['「', '」'],
  ['『', '』'],
]);

/** What a keyboard makes of two hyphens: other dashes, full-width ones, and a Japanese prolonged sound mark. */
const DASHES = '(?:[-－ー−‐‑]{2}|[—–―])';
const DASHED = new RegExp(`^${DASHES}`, 'u');
const FLAG = new RegExp(`^${DASHES}([A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ-]*)(?:[=＝]([\\s\\S]*))?$`, 'u');
const FLAG_BEGINS = new RegExp(`^${DASHES}[A-Za-zＡ-Ｚａ-ｚ]`, 'u');

/** Slack escapes exactly these in what a person types, and wraps addresses that it recognises. */
export function asTyped(text: string): string {
  return text
    .replace(/<((?:https?|mailto):[^>|]*)(?:\|([^>]*))?>/g, (_, url: string, label?: string) => label ?? url)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/**
 * A text as it was typed, where Slack made mentions of parts of it: `#data`, `@daniel` and `@data-team` are words in a
 * name or a purpose. A mention that comes without its word keeps its id.
 */
export function withoutMentions(text: string): string {
  return text.replace(
    /<(?:(#)(C\w+)|(@)([UW]\w+)|!subteam\^(S\w+))(?:\|([^>]*))?>/g,
    (_, channelSign = '', channel = '', personSign = '', person = '', group = '', label = '') => {
      const sign = channelSign || personSign || '@';
      const word: string = label || channel || person || group;
      return word.startsWith(sign) ? word : `${sign}${word}`;
    },
  );
}

interface Token {
  readonly text: string;
  /** A quoted `--x` is text, not a flag. */
  readonly quoted: boolean;
}

/** Where the quote closes that opens at `from`: -1 when it does not, `undefined` when none opens there. */
function endOfQuote(characters: readonly string[], from: number, mayOpen: boolean): number | undefined {
  const opening = characters[from] ?? '';
  const bracket = mayOpen ? BRACKETS.get(opening) : undefined;
  if (bracket !== undefined) return endOfBracket(characters, from, bracket);
  const closing = OPENS.test(opening)
    ? CLOSES
    : FULL_WIDTH.test(opening)
      ? FULL_WIDTH
      : mayOpen && APOSTROPHES.test(opening)
        ? APOSTROPHES
        : undefined;
  return closing && characters.findIndex((other, index) => index > from && closing.test(other));
}

/** Japanese quotes nest: the one that closes is on the level of the one that opened. */
function endOfBracket(characters: readonly string[], from: number, closing: string): number {
  let depth = 0;
  return characters.findIndex((other, index) => {
    if (index < from) return false;
    if (other === characters[from]) depth += 1;
    if (other === closing) depth -= 1;
    return depth === 0;
  });
}

/**
 * Splits at white space, full-width too; quotes, "smart" and Japanese ones too, hold together what they enclose. A quote
 * opens at a word's start or after `=`; an apostrophe, or a Japanese quote, inside a word is a letter.
 */
function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  const characters = Array.from(text);
  let position = 0;
  while (position < characters.length) {
    if (/\s/.test(characters[position] ?? '')) {
      position += 1;
      continue;
    }
    let word = '';
    let quoted = false;
    while (position < characters.length && !/\s/.test(characters[position] ?? '')) {
      const character = characters[position] ?? '';
      const mayOpen = word === '' || /[=＝]$/u.test(word);
      const end = endOfQuote(characters, position, mayOpen);
      if (end === undefined) {
        word += character;
        position += 1;
        continue;
      }
      if (end === -1) throw new Problem({ kind: 'unbalanced-quotes' });
      quoted ||= word === '';
      word += characters.slice(position + 1, end).join('');
      position = end + 1;
    }
    found.push({ text: word, quoted });
  }
  return found;
}

/** Reads what stands behind a subcommand; throws a `Problem` that says what cannot be read. */
export function parseArguments(text: string, known: KnownFlags): Arguments {
  const positional: string[] = [];
  const behindFlags: string[] = [];
  const flags = new Map<string, string>();
  const found = tokens(text);
  for (let index = 0; index < found.length; index += 1) {
    const token = found[index];
    if (token === undefined) continue;
    const flag = token.quoted ? null : FLAG.exec(token.text);
    if (flag === null) {
      if (!token.quoted && DASHED.test(token.text)) {
        throw new Problem({ kind: 'unknown-flag', flag: asTyped(token.text), known: Object.keys(known) });
      }
      positional.push(asTyped(token.text));
      if (flags.size > 0) behindFlags.push(asTyped(token.text));
      continue;
    }
    const name = (flag[1] ?? '').normalize('NFKC').toLowerCase();
    const takes = Object.hasOwn(known, name) ? known[name] : undefined;
    if (takes === undefined)
      throw new Problem({ kind: 'unknown-flag', flag: `--${name}`, known: Object.keys(known) });
    if (takes === 'switch') {
      if (flag[2] !== undefined)
        throw new Problem({ kind: 'unexpected-argument', argument: asTyped(token.text) });
      flags.set(name, '');
      continue;
    }
    const value = flag[2] ?? found[index + 1]?.text;
    if (flag[2] === undefined) {
      const next = found[index + 1];
      if (next === undefined || (!next.quoted && FLAG_BEGINS.test(next.text))) {
        throw new Problem({ kind: 'flag-without-value', flag: `--${name}` });
      }
      index += 1;
    }
    if (value === undefined || value === '')
      throw new Problem({ kind: 'flag-without-value', flag: `--${name}` });
    flags.set(name, asTyped(value));
  }
  return { positional, behindFlags, flags };
}
