import { z } from 'zod';
import type { ClientFilter } from '../../core/clients/client-filter.js';
import { AlphausUserName } from '../../core/model/api-client.js';
import { Owner } from '../../core/model/client-record.js';
import { GroupId, PersonId } from '../../core/model/ids.js';
import type { Product } from '../../core/model/product.js';
import { awayNote, plain, textInput } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import type { Fields } from '../view/fields.js';
import { type Choice, oneOf, optionOf, personInput } from '../view/inputs.js';
import type { Words } from '../text/words.js';

export const TEXT_LIMIT = 100;
/** Slack's limits for a select; one option is for all users. */
const OPTIONS_LIMIT = 99;
const OPTION_VALUE_LIMIT = 150;
const ALL_USERS = '*';

const DAYS_AT_MOST = 3_650;
const days = z.int().min(1).max(DAYS_AT_MOST);

/** What is browsed, carried by every button of the list: the list itself keeps nothing. */
export const Browsed = z.object({
  user: AlphausUserName.optional(),
  mine: z.boolean(),
  owner: Owner.optional(),
  unknownOrigin: z.boolean().optional(),
  olderThanDays: days.optional(),
  endsWithinDays: days.optional(),
  text: z.string().max(TEXT_LIMIT),
  sort: z.enum(['newest', 'oldest', 'name']),
  page: z.number().int().min(0),
});
export type Browsed = z.infer<typeof Browsed>;

/** The part of it that leaves clients out. */
export const filterOf = ({ page: _page, sort: _sort, ...filter }: Browsed): ClientFilter => filter;

/** Everything, in the same order. */
export const unfiltered = ({ sort }: Pick<Browsed, 'sort'>): Browsed => ({
  user: undefined,
  mine: false,
  text: '',
  sort,
  page: 0,
});

/** Whether no client passes it: nobody owns one of unknown origin, and it has no end. */
export const isContradictory = ({ unknownOrigin, mine, owner, endsWithinDays }: ClientFilter): boolean =>
  unknownOrigin === true && (mine || owner !== undefined || endsWithinDays !== undefined);

/** The ids of the fields. Slack sends the id of a select alone when something is typed, so that one carries a version. */
export const field = {
  text: 'text',
  user: 'user',
  owner: 'owner',
  group: 'list.owner-group.v1',
  only: 'only',
  older: 'older',
  ending: 'ending',
  sort: 'sort',
} as const;

/** What the form offers; `away`: products that did not tell their users. */
export interface FilterOffers {
  readonly users: readonly AlphausUserName[];
  readonly away: readonly Product[];
  readonly groups: readonly Choice[];
}

/** The form that says which clients are listed, as they are now. */
export function filterDrawing(
  words: Words,
  browsed: Browsed,
  { users, away, groups }: FilterOffers,
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
  const onlyMine = optionOf({ value: 'mine', text: list.onlyMine });
  const onlyUnknown = optionOf({ value: 'unknown', text: list.onlyUnknownOrigin });
  const ticked = [
    ...(browsed.mine ? [onlyMine] : []),
    ...(browsed.unknownOrigin === true ? [onlyUnknown] : []),
  ];
  const { owner } = browsed;
  const number = (label: string, id: string, shown: number | undefined) => ({
    ...textInput(label, id, shown === undefined ? {} : { initial: String(shown) }),
    optional: true,
  });
  return {
    title: list.filterTitle,
    submit: list.filterSubmit,
    close: words.create.close,
    blocks: [
      ...awayNote(words, away),
      { ...textInput(list.filterText, field.text, { initial: browsed.text }), optional: true },
      oneOf({ id: field.user, label: list.filterUser, choices: userChoices, chosen: [chosen] }),
      personInput({
        id: field.owner,
        label: list.filterOwner,
        optional: true,
        ...(owner?.kind === 'person' && { chosen: [owner.id] }),
      }),
      ...(groups.length === 0
        ? []
        : [
            oneOf({
              id: field.group,
              label: list.filterOwnerGroup,
              choices: groups,
              optional: true,
              ...(owner?.kind === 'group' && { chosen: [owner.id] }),
            }),
          ]),
      {
        type: 'input',
        block_id: field.only,
        optional: true,
        label: plain(list.filterOnly),
        element: {
          type: 'checkboxes',
          action_id: field.only,
          options: [onlyMine, onlyUnknown],
          ...(ticked.length > 0 && { initial_options: ticked }),
        },
      },
      number(list.filterOlder, field.older, browsed.olderThanDays),
      number(list.filterEnding, field.ending, browsed.endsWithinDays),
      oneOf({ id: field.sort, label: list.sort, choices: orders, chosen: [browsed.sort] }),
    ],
  };
}

type Entered = { readonly browsed: Browsed } | { readonly errors: Readonly<Record<string, string>> };

/** What was entered, from its first page, or what is wrong with which field. */
export function readFilter({ list }: Words, fields: Fields): Entered {
  const user = fields.chosen(field.user);
  const text = fields.text(field.text).trim();
  const person = PersonId.safeParse(fields.selected(field.owner)).data;
  const group = GroupId.safeParse(fields.chosen(field.group)).data;
  const only = fields.ticked(field.only);
  const older = readDays(fields.text(field.older));
  const ending = readDays(fields.text(field.ending));
  const filter: ClientFilter = {
    user: user === ALL_USERS ? undefined : AlphausUserName.safeParse(user).data,
    mine: only.includes('mine'),
    owner:
      person !== undefined
        ? { kind: 'person', id: person }
        : group === undefined
          ? undefined
          : { kind: 'group', id: group },
    unknownOrigin: only.includes('unknown') || undefined,
    olderThanDays: older === 'invalid' ? undefined : older,
    endsWithinDays: ending === 'invalid' ? undefined : ending,
    text,
  };
  const errors = {
    ...(text.length > TEXT_LIMIT && { [field.text]: list.textTooLong }),
    ...(older === 'invalid' && { [field.older]: list.daysInvalid }),
    ...(ending === 'invalid' && { [field.ending]: list.daysInvalid }),
    ...(person !== undefined && group !== undefined && { [field.group]: list.oneOwner }),
    ...(isContradictory(filter) && { [field.only]: list.unknownHasNoOwner }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  return { browsed: Browsed.parse({ ...filter, sort: fields.chosen(field.sort) ?? 'newest', page: 0 }) };
}

/** A number of days; `undefined` where nothing was entered. */
function readDays(entered: string): number | 'invalid' | undefined {
  const text = entered.normalize('NFKC').trim();
  if (text === '') return undefined;
  return /^\d+$/u.test(text) ? (days.safeParse(Number(text)).data ?? 'invalid') : 'invalid';
}

/** So many days or weeks, as they are typed: `90d`, `12w`; a bare number is days. `undefined` for anything else. */
export function typedDays(typed: string): number | undefined {
  const [, number, unit = ''] =
    /^(\d+)\s?([dw]|[日週]間?)?$/u.exec(typed.normalize('NFKC').trim().toLowerCase()) ?? [];
  if (number === undefined) return undefined;
  return days.safeParse(Number(number) * (/^[w週]/u.test(unit) ? 7 : 1)).data;
}
