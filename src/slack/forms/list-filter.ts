import { z } from 'zod';
import { AlphausUserName } from '../../core/model/api-client.js';
import type { Product } from '../../core/model/product.js';
import { awayNote, plain, textInput } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import type { Fields } from '../view/fields.js';
import { type Choice, oneOf, optionOf } from '../view/selects.js';
import type { Words } from '../text/words.js';

export const TEXT_LIMIT = 100;
/** Slack's limits for a select; one option is for all users. */
const OPTIONS_LIMIT = 99;
const OPTION_VALUE_LIMIT = 150;
const ALL_USERS = '*';

/** What is browsed, carried by every button of the list: the list itself keeps nothing. */
export const Browsed = z.object({
  user: AlphausUserName.optional(),
  mine: z.boolean(),
  text: z.string().max(TEXT_LIMIT),
  sort: z.enum(['newest', 'oldest', 'name']),
  page: z.number().int().min(0),
});
export type Browsed = z.infer<typeof Browsed>;

export const field = { text: 'text', user: 'user', mine: 'mine', sort: 'sort' } as const;

/** The form that says which clients are listed, as they are now; `away`: products that did not tell their users. */
export function filterDrawing(
  words: Words,
  browsed: Browsed,
  { users, away }: { readonly users: readonly AlphausUserName[]; readonly away: readonly Product[] },
): Drawing {
  const { list } = words;
  const shown = words.alphausUserAmong(users);
  // The one that is browsed is never among those that are left out.
  const offered = users
    .filter((user) => user.length <= OPTION_VALUE_LIMIT)
    .toSorted((a, b) => Number(b === browsed.user) - Number(a === browsed.user))
    .slice(0, OPTIONS_LIMIT);
  const userChoices: readonly Choice[] = [
    { value: ALL_USERS, text: list.allUsers },
    ...offered.map((user) => ({ value: user, text: shown(user) })),
  ];
  const chosen = offered.find((user) => user === browsed.user) ?? ALL_USERS;
  const orders: readonly Choice[] = [
    { value: 'newest', text: list.newest },
    { value: 'oldest', text: list.oldest },
    { value: 'name', text: list.byName },
  ];
  const onlyMine = optionOf({ value: 'yes', text: list.onlyMine });
  return {
    title: list.filterTitle,
    submit: list.filterSubmit,
    close: words.create.close,
    blocks: [
      ...awayNote(words, away),
      { ...textInput(list.filterText, field.text, { initial: browsed.text }), optional: true },
      oneOf({ id: field.user, label: list.filterUser, choices: userChoices, chosen: [chosen] }),
      oneOf({ id: field.sort, label: list.sort, choices: orders, chosen: [browsed.sort] }),
      {
        type: 'input',
        block_id: field.mine,
        optional: true,
        label: plain(list.filterMine),
        element: {
          type: 'checkboxes',
          action_id: field.mine,
          options: [onlyMine],
          ...(browsed.mine && { initial_options: [onlyMine] }),
        },
      },
    ],
  };
}

/** What was entered, from its first page; `undefined` when the text is too long. */
export function readFilter(fields: Fields): Browsed | undefined {
  const user = fields.chosen(field.user);
  return Browsed.safeParse({
    user: user === ALL_USERS ? undefined : user,
    text: fields.text(field.text).trim(),
    mine: fields.ticked(field.mine).includes('yes'),
    sort: fields.chosen(field.sort) ?? 'newest',
    page: 0,
  }).data;
}
