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

const OPENS = /["“”„]/;
const CLOSES = /["“”]/;
const APOSTROPHES = /['‘’]/;

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

/**
 * Splits at white space; quotes, "smart" ones too, hold together what they enclose. A quote opens at a
 * word's start or after `=`; an apostrophe inside a word is a letter.
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
      const mayOpen = word === '' || word.endsWith('=');
      const closing = OPENS.test(character)
        ? CLOSES
        : mayOpen && APOSTROPHES.test(character)
          ? APOSTROPHES
          : undefined;
      if (closing === undefined) {
        word += character;
        position += 1;
        continue;
      }
      const end = characters.findIndex((other, index) => index > position && closing.test(other));
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
    // Phones and some keyboards turn two hyphens into a dash.
    const flag = token.quoted ? null : /^(?:--|—|–)([A-Za-z][A-Za-z-]*)(?:=([\s\S]*))?$/u.exec(token.text);
    if (flag === null) {
      if (!token.quoted && /^(?:--|—|–)/u.test(token.text)) {
        throw new Problem({ kind: 'unknown-flag', flag: asTyped(token.text), known: Object.keys(known) });
      }
      positional.push(asTyped(token.text));
      if (flags.size > 0) behindFlags.push(asTyped(token.text));
      continue;
    }
    const name = (flag[1] ?? '').toLowerCase();
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
      if (next === undefined || (!next.quoted && /^(?:--|—|–)[A-Za-z]/u.test(next.text))) {
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
