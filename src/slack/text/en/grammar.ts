import type { Inline, Sentence } from '../sentence.js';

/** What stands in a row, with commas; of more than `most`, the number of the others. */
export function listed(all: readonly Inline[], most = all.length): Sentence {
  const shown = all.slice(0, most);
  const more = all.length - shown.length;
  return [
    ...shown.flatMap((one, index): readonly Inline[] => (index === 0 ? [one] : [', ', one])),
    ...(more > 0 ? [` and ${more} more`] : []),
  ];
}

/** A row of plain texts, with commas. */
export const textsListed = (all: readonly string[]): string => all.join(', ');

/** A list with one more possibility at its end. */
export const listedOr = (all: Sentence, last: string): Sentence =>
  all.length === 0 ? [last] : [...all, ', or ', last];

/** `1 day`, `7 days`. */
export const counted = (number: number, one: string, several: string): string =>
  `${number} ${number === 1 ? one : several}`;

/** `one Alphaus user`, `7 Alphaus users`: within a sentence. */
export const countedInWords = (number: number, one: string, several: string): string =>
  number === 1 ? `one ${one}` : counted(number, one, several);

export const quoted = (text: string): string => `“${text}”`;

/** A label and what it says: one line of several. */
export const labelled = (label: string, ...value: Sentence): Sentence => [{ bold: `${label}: ` }, ...value];

/** What stands in brackets behind something; nothing where there is nothing. */
export const inBrackets = (what: Inline | undefined): Sentence =>
  what === undefined ? [] : [' (', what, ')'];

/** A name, followed by what is said of it. */
export const labelledName = (name: string, said: Sentence): Sentence => [{ bold: name }, ': ', ...said];

/** Several sentences, one behind the other. */
export const inARow = (...sentences: readonly Sentence[]): Sentence =>
  sentences.flatMap((one, index): Sentence => (index === 0 ? one : [' ', ...one]));
