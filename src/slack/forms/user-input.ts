import type { InputBlock, PlainTextOption } from '@slack/types';
import type { AlphausUser, AlphausUserName } from '../../core/model/api-client.js';
import { searchable } from '../../core/model/legible-text.js';
import { cut, plain } from '../view/blocks.js';
import type { Words } from '../text/words.js';

/** More users than these are found by typing: hidden data and a select's options are limited. */
const SELECT_LIMIT = 25;
/** Hidden data may have 3,000 characters, all told. */
const HIDDEN_NAMES_LIMIT = 1_500;
/** Slack's limit for the value of an option. */
const OPTION_VALUE_LIMIT = 150;
const OPTIONS_LIMIT = 100;
/** Chosen in place of an Alphaus user: the approver picks. No user has such a name. */
export const NOT_SURE = '?';

/** Whether it creates, or becomes a request. */
export const outcomes = ['create', 'request'] as const;
export type Outcome = (typeof outcomes)[number];

/** Sent by itself when it is chosen, as a button is: its id carries a version. Each offers other users. */
export const userField = { create: 'create.user.v1', request: 'request.wish-user.v1' } as const;

/** The Alphaus users whose names an option can carry. */
export const selectable = (users: readonly AlphausUser[]): readonly AlphausUserName[] =>
  users.map(({ name }) => name).filter((name) => name.length <= OPTION_VALUE_LIMIT);

/** The names for a plain select; none when there are too many, and they are found by typing. */
export function namesForSelect(names: readonly AlphausUserName[]): AlphausUserName[] {
  const fits = names.length <= SELECT_LIMIT && names.join('').length <= HIDDEN_NAMES_LIMIT;
  return fits ? [...names] : [];
}

interface SearchedUsers {
  readonly users: readonly AlphausUser[];
  readonly query: string;
  readonly outcome?: Outcome;
}

/** The options for what was typed into the select of Alphaus users. */
export function userOptions(
  words: Words,
  { users, query, outcome = 'create' }: SearchedUsers,
): readonly PlainTextOption[] {
  const found = selectable(users)
    .filter((name) => searchable(name).includes(searchable(query)))
    .slice(0, OPTIONS_LIMIT - 1)
    .map(
      userOption(
        words,
        users.map(({ name }) => name),
      ),
    );
  return outcome === 'request' ? [notSureOption(words), ...found] : found;
}

/** Named with the product where there are users of several. */
const userOption = (words: Words, users: readonly string[]) => {
  const shown = words.alphausUserAmong(users);
  return (name: string): PlainTextOption => ({ text: plain(cut(shown(name), 75)), value: name });
};

const notSureOption = ({ requests }: Words): PlainTextOption => ({
  text: plain(requests.notSure),
  value: NOT_SURE,
});

interface OfferedUsers {
  readonly outcome: Outcome;
  /** None: they are found by typing. */
  readonly users: readonly string[];
  /** Why there is only one of them. */
  readonly alone: boolean;
}

/** Asks under which Alphaus user the API client is to be. */
export function userInput(
  words: Words,
  { users, outcome, alone }: OfferedUsers,
  initial: string | undefined,
): InputBlock {
  const option = userOption(words, users);
  const notSure = notSureOption(words);
  const optionOf = (name: string): PlainTextOption => (name === NOT_SURE ? notSure : option(name));
  const options = [...(outcome === 'request' ? [notSure] : []), ...users.map(option)];
  const chosen = options.find(({ value }) => value === initial);
  return {
    type: 'input',
    block_id: userField[outcome],
    label: plain(words.facts.user),
    hint: plain(alone ? words.create.userAloneHint : words.create.userHint),
    dispatch_action: true,
    element:
      users.length > 0
        ? {
            type: 'static_select',
            action_id: userField[outcome],
            options,
            ...(chosen !== undefined && { initial_option: chosen }),
          }
        : {
            type: 'external_select',
            action_id: userField[outcome],
            min_query_length: 0,
            ...(initial !== undefined &&
              initial.length <= OPTION_VALUE_LIMIT && { initial_option: optionOf(initial) }),
          },
  };
}
