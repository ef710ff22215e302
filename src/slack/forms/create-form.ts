import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { type AlphausUser, AlphausUserName } from '../../core/model/api-client.js';
import { GroupId, type PersonId } from '../../core/model/ids.js';
import { allowedName, allowedPurpose } from '../../core/rights/check-patterns.js';
import type { RequestedWish } from '../../core/requests/file-request.js';
import type { Owner } from '../../core/model/client-record.js';
import { Product } from '../../core/model/product.js';
import { defaultPolicy, type Policy } from '../../core/rights/policy.js';
import { searchable } from '../../core/model/legible-text.js';
import { Problem } from '../../core/problem.js';
import { personInput } from '../view/selects.js';
import { awayNote, cut, plain, textInput } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import { richText, unformatted } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import type { Whence } from '../../core/model/until.js';
import { allowedEnd } from '../../core/rights/client-life.js';
import { endEntered, UNTIL, untilInput } from './until-input.js';
import { readName, readPurpose } from './validation.js';

/** More users than these are found by typing: hidden data and a select's options are limited. */
const SELECT_LIMIT = 25;
/** Hidden data may have 3,000 characters, all told. */
const HIDDEN_NAMES_LIMIT = 1_500;
export const GROUPS_LIMIT = 20;
/** Slack's limit for the value of an option. */
const OPTION_VALUE_LIMIT = 150;
const OPTIONS_LIMIT = 100;
export const OWNER_ME = 'me';
/** Chosen in place of an Alphaus user: the approver picks. No user has such a name. */
export const NOT_SURE = '?';

export const field = {
  name: 'name',
  purpose: 'purpose',
  owner: 'owner',
  until: UNTIL,
  for: 'create.for',
  sameName: 'same-name',
} as const;

/** Whether it creates, or becomes a request. */
export const outcomes = ['create', 'request'] as const;

/** Sent by itself when it is chosen, as a button is: its id carries a version. Each offers other users. */
export const userField = { create: 'create.user.v1', request: 'request.wish-user.v1' } as const;

export const Hidden = z.object({
  responseUrl: z.string().optional(),
  channel: z.string().optional(),
  outcome: z.enum(outcomes),
  /** Kept so that the form can be drawn again without asking anybody. */
  users: z.array(z.string()),
  /** Why there is only one of them. */
  alone: z.boolean().default(false),
  groups: z.array(z.object({ id: GroupId, handle: z.string() })),
  /** Products whose users are missing. */
  away: z.array(Product).default([]),
  /** The person's time zone. */
  zone: z.string().default('UTC'),
  /** How long the policy lets a client live at most. */
  longestLifeDays: z.number().optional(),
});
export type Hidden = z.infer<typeof Hidden>;

export interface Entered {
  readonly name: string;
  readonly user: string | undefined;
  readonly purpose: string;
  /** `me` or a group's id. */
  readonly owner: string;
  readonly until: string;
  /** The person for whom the client is prepared; absent: it is created for the person who enters it. */
  readonly for?: string | undefined;
}

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
  readonly outcome?: Hidden['outcome'];
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

function userInput(words: Words, { users, outcome, alone }: Hidden, initial: string | undefined): InputBlock {
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

export function ownerInput(words: Words, groups: Hidden['groups'], initial: string): InputBlock {
  const options: PlainTextOption[] = [
    { text: plain(words.create.me), value: OWNER_ME },
    ...groups.map((group) => ({ text: plain(cut(`@${group.handle}`, 75)), value: group.id })),
  ];
  const chosen = options.find((option) => option.value === initial) ?? options[0];
  return {
    type: 'input',
    block_id: field.owner,
    label: plain(words.facts.owner),
    element: {
      type: 'static_select',
      action_id: field.owner,
      options,
      ...(chosen !== undefined && { initial_option: chosen }),
    },
  };
}

export interface DrawnCreate {
  readonly hidden: Hidden;
  readonly entered: Entered;
  readonly warning?: KnownBlock[] | undefined;
}

export function createDrawing(words: Words, { hidden, entered, warning = [] }: DrawnCreate): Drawing {
  const { outcome } = hidden;
  const { form } = words.requests;
  return {
    title: outcome === 'request' ? form.title : words.create.title,
    submit: outcome === 'request' ? form.submit : words.create.submit,
    close: words.create.close,
    blocks: [
      ...(outcome === 'request' ? [richText(form.why)] : []),
      ...awayNote(words, hidden.away),
      ...warning,
      textInput(words.facts.name, field.name, {
        initial: entered.name,
        placeholder: words.create.namePlaceholder,
      }),
      userInput(words, hidden, entered.user),
      textInput(words.facts.purpose, field.purpose, {
        initial: entered.purpose,
        multiline: true,
        hint: words.create.purposeHint,
        placeholder: words.create.purposePlaceholder,
      }),
      ownerInput(words, hidden.groups, entered.owner),
      untilInput(words, { initial: entered.until, longestLifeDays: hidden.longestLifeDays }),
      ...(outcome === 'create'
        ? [
            personInput({
              id: field.for,
              label: words.prepared.for,
              hint: words.prepared.forHint,
              ...(entered.for !== undefined && { chosen: [entered.for] }),
              optional: true,
            }),
          ]
        : []),
    ],
  };
}

export function sameNameWarning(words: Words, user: AlphausUserName): KnownBlock[] {
  return [
    richText(words.create.sameName(user)),
    {
      type: 'input',
      block_id: field.sameName,
      optional: true,
      label: plain(words.create.sameNameLabel),
      element: {
        type: 'checkboxes',
        action_id: field.sameName,
        options: [{ text: plain(words.create.sameNameOption), value: 'yes' }],
      },
    },
  ];
}

export function loadingView(words: Words, wanted: Hidden['outcome']): ModalView {
  return {
    type: 'modal',
    title: plain(wanted === 'request' ? words.requests.form.title : words.create.title),
    close: plain(words.create.close),
    blocks: [richText(words.create.loading)],
  };
}

interface EnteredBy {
  /** Who is to have the client. */
  readonly person: PersonId;
  readonly entered: Entered;
  readonly outcome: Hidden['outcome'];
  /** As last known: what it refuses is said under the field, and asked again at the act. */
  readonly policy?: Policy | undefined;
  readonly whence: Whence;
}

/** What was entered as a wish, or a sentence for each field that will not do. */
export function readEntered(
  words: Words,
  { person, entered, outcome, policy = defaultPolicy, whence }: EnteredBy,
): { wish: RequestedWish } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const tryRead = <Value>(id: string, read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      errors[id] =
        error.facts.kind === 'name-invalid'
          ? words.nameRule(error.facts.broken)
          : error.facts.kind === 'purpose-invalid'
            ? words.purposeRule(error.facts.broken)
            : unformatted(words.problem(error.facts));
      return undefined;
    }
  };
  const name = tryRead(field.name, () => allowedName(policy, readName(entered.name)));
  const purpose = tryRead(field.purpose, () => allowedPurpose(policy, readPurpose(entered.purpose)));
  const endsAt = tryRead(field.until, () => allowedEnd(policy, endEntered(entered.until, whence), whence));
  const user = AlphausUserName.safeParse(entered.user).data;
  if (user === undefined) errors[userField[outcome]] = words.create.userMissing;
  if (name === undefined || purpose === undefined || user === undefined || field.until in errors) {
    return { errors };
  }
  const named = entered.user === NOT_SURE ? {} : { user };
  return {
    wish: {
      name,
      purpose,
      ...named,
      owner: ownerFrom(person, entered.owner),
      ...(endsAt !== undefined && { endsAt }),
    },
  };
}

export function ownerFrom(person: PersonId, chosen: string): Owner {
  const group = GroupId.safeParse(chosen).data;
  return group === undefined ? { kind: 'person', id: person } : { kind: 'group', id: group };
}
