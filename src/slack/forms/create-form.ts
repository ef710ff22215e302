import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { AlphausUserName } from '../../core/model/api-client.js';
import { PersonId } from '../../core/model/ids.js';
import { allowedName, allowedPurpose } from '../../core/rights/check-patterns.js';
import type { RequestedWish } from '../../core/requests/file-request.js';
import { Product } from '../../core/model/product.js';
import { defaultPolicy, type Policy } from '../../core/rights/policy.js';
import { Problem } from '../../core/problem.js';
import { personInput } from '../view/inputs.js';
import { awayNote, plain, textInput } from '../view/blocks.js';
import { buttonFace, type Drawing } from '../call/conversation.js';
import { richText, unformatted } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import type { Fields } from '../view/fields.js';
import type { Whence } from '../../core/model/until.js';
import { allowedEnd } from '../../core/rights/client-life.js';
import { OfferedGroup, OWNER, OWNER_ME, ownerFrom, ownerInput, ownerLine } from './owner-input.js';
import { endEntered, UNTIL, untilInput } from './until-input.js';
import { NOT_SURE, type Outcome, outcomes, userField, userInput } from './user-input.js';
import { readName, readPurpose } from './validation.js';

export const field = {
  name: 'name',
  purpose: 'purpose',
  owner: OWNER,
  until: UNTIL,
  for: 'create.for',
  sameName: 'same-name',
} as const;

export const Hidden = z.object({
  outcome: z.enum(outcomes),
  /** Kept so that the form can be drawn again without asking anybody. */
  users: z.array(z.string()),
  /** Why there is only one of them. */
  alone: z.boolean().default(false),
  groups: z.array(OfferedGroup),
  /** Whose they are, where the client is for somebody else. */
  groupsOf: PersonId.optional(),
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
  /** `me` or a group's id; absent while nobody has asked to change it: then it is the person. */
  readonly owner?: string | undefined;
  readonly until: string;
  /** The person for whom the client is prepared; absent: it is created for the person who enters it. */
  readonly for?: string | undefined;
}

/** Draws the form again, with the select of its owner. It asks for the right that the form asks for. */
export const changeOwnerFace = buttonFace('create.change-owner.v1', z.object({ outcome: z.enum(outcomes) }));

/** The owner in one line with a button, or the select where an owner has been given, or is to be. */
function ownerBlock(words: Words, { groups, outcome }: Hidden, entered: Entered): KnownBlock {
  if (groups.length === 0) return ownerLine(words, { recipient: entered.for });
  if (entered.owner !== undefined) {
    return ownerInput(words, { groups, initial: entered.owner, isForOther: entered.for !== undefined });
  }
  const change = changeOwnerFace.element(words.create.changeOwner, { outcome });
  return ownerLine(words, { recipient: entered.for, change });
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
      untilInput(words, { initial: entered.until, longestLifeDays: hidden.longestLifeDays }),
      ownerBlock(words, hidden, entered),
      ...(outcome === 'create'
        ? [
            {
              ...personInput({
                id: field.for,
                label: words.prepared.for,
                hint: words.prepared.forHint,
                ...(entered.for !== undefined && { chosen: [entered.for] }),
                optional: true,
              }),
              dispatch_action: true,
            },
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

export function loadingView(words: Words, wanted: Outcome): ModalView {
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
  readonly outcome: Outcome;
  /** As last known: what it refuses is said under the field, and asked again at the act. */
  readonly policy?: Policy | undefined;
  readonly whence: Whence;
}

/** Whether the chosen owner is one that the form offers: those that it offered to somebody else may not be. */
export const isOwnerOffered = ({ groups, groupsOf }: Hidden, { owner = OWNER_ME, for: recipient }: Entered) =>
  owner === OWNER_ME || (groupsOf === recipient && groups.some(({ id }) => id === owner));

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
      owner: ownerFrom(person, entered.owner ?? OWNER_ME),
      ...(endsAt !== undefined && { endsAt }),
    },
  };
}

/** What stands in the form, as it was entered. */
export const enteredIn = ({ outcome }: Hidden, fields: Fields): Entered => ({
  name: fields.text(field.name),
  user: fields.chosen(userField[outcome]),
  purpose: fields.text(field.purpose),
  owner: fields.chosen(field.owner),
  until: fields.text(field.until),
  for: fields.selected(field.for),
});
