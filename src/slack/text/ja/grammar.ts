import type { PersonId } from '../../../core/model/ids.js';
import type { Inline, Sentence } from '../sentence.js';

/** What is counted: `人` people, `件` everything else. */
export type Counter = '人' | '件';

/** What stands in a row, with commas; of more than `most`, the number of the others. */
export function listed(all: readonly Inline[], counter: Counter, most = all.length): Sentence {
  const shown = all.slice(0, most);
  const more = all.length - shown.length;
  return [
    ...shown.flatMap((one, index): readonly Inline[] => (index === 0 ? [one] : ['、', one])),
    ...(more > 0 ? [`、ほか${more}${counter}`] : []),
  ];
}

/** A row of plain texts, with commas. */
export const textsListed = (all: readonly string[]): string => all.join('、');

/** A list with one more possibility at its end. */
export const listedOr = (all: Sentence, last: string): Sentence =>
  all.length === 0 ? [last] : [...all, '、または', last];

export const quoted = (text: string): string => `「${text}」`;

/** A name within a sentence. */
export const named = (name: string): Sentence => ['「', { bold: name }, '」'];

/** A person within a sentence, with the usual politeness. */
export const san = (person: PersonId | string): Sentence => [{ person }, 'さん'];

/** People in a row; of more than `most`, the number of the others. */
export function sansListed(people: readonly (PersonId | string)[], most = people.length): Sentence {
  const more = people.length - most;
  return [
    ...people
      .slice(0, most)
      .flatMap((person, index): Sentence => (index === 0 ? san(person) : ['、', ...san(person)])),
    ...(more > 0 ? [`、ほか${more}人`] : []),
  ];
}

/** A person with the usual politeness, or a user group. */
export const sanOrGroup = (who: { readonly kind: 'person' | 'group'; readonly id: string }): Sentence =>
  who.kind === 'person' ? san(who.id) : [{ group: who.id }];

/** A label and what it says: one line of several. */
export const labelled = (label: string, ...value: Sentence): Sentence => [{ bold: `${label}：` }, ...value];

/** What stands in brackets behind something; nothing where there is nothing. */
export const inBrackets = (what: Inline | undefined): Sentence =>
  what === undefined ? [] : ['（', what, '）'];

/** A name, followed by what is said of it. */
export const labelledName = (name: string, said: Sentence): Sentence => [{ bold: name }, '：', ...said];

/** Several sentences, one behind the other. */
export const inARow = (...sentences: readonly Sentence[]): Sentence => sentences.flat();
