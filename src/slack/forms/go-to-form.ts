import type { LetterInList } from '../../core/clients/browse-clients.js';
import type { Drawing } from '../call/conversation.js';
import type { Words } from '../text/words.js';
import { textInput } from '../view/blocks.js';
import type { Fields } from '../view/fields.js';
import { oneOf } from '../view/inputs.js';
import type { Browsed } from './list-filter.js';

/** The ids of the fields. */
const field = { letter: 'letter', page: 'page' } as const;
/** Slack's limit for a select. */
const LETTERS_AT_MOST = 100;

export interface Jumps {
  readonly letters: readonly LetterInList[];
  readonly pages: number;
  readonly pageSize: number;
}

/** The form that asks where in a long list to go on: to the names of a letter, or to a page. */
export function goToDrawing({ list, create }: Words, { letters, pages, pageSize }: Jumps): Drawing {
  const choices = letters
    .slice(0, LETTERS_AT_MOST)
    // Several letters may begin on one page, and no two options have the same value.
    .map(({ letter, at }) => ({ value: `${Math.floor(at / pageSize)}:${at}`, text: letter }));
  return {
    title: list.goToTitle,
    submit: list.goToSubmit,
    close: create.close,
    blocks: [
      ...(choices.length === 0
        ? []
        : [
            oneOf({
              label: list.goToLetter,
              id: field.letter,
              choices,
              hint: list.goToLetterHint,
              optional: true,
            }),
          ]),
      { ...textInput(list.goToPage, field.page, { hint: list.pages(pages) }), optional: true },
    ],
  };
}

/** What is browsed then, or what is wrong with which field. A page that was typed goes before a letter. */
export function readGoTo(
  { list }: Words,
  fields: Fields,
  { browsed, pages }: { readonly browsed: Browsed; readonly pages: number },
): { readonly browsed: Browsed } | { readonly errors: Readonly<Record<string, string>> } {
  const typed = fields.text(field.page).normalize('NFKC').trim();
  if (typed !== '') {
    const wanted = /^\d{1,6}$/u.test(typed) ? Number(typed) : 0;
    return wanted < 1 || wanted > pages
      ? { errors: { [field.page]: list.pages(pages) } }
      : { browsed: { ...browsed, page: wanted - 1 } };
  }
  const [, page] = /^(\d+):/u.exec(fields.chosen(field.letter) ?? '') ?? [];
  return page === undefined
    ? { errors: { [field.page]: list.goToNothing } }
    : { browsed: { ...browsed, sort: 'name', page: Number(page) } };
}
