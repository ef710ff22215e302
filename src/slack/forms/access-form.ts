import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { AlphausUserName } from '../../core/model/api-client.js';
import { GroupId, PersonId } from '../../core/model/ids.js';
import type { Product } from '../../core/model/product.js';
import type { Grantee } from '../../core/rights/grants.js';
import { awayNote, plain, textInput } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import type { Fields } from '../view/fields.js';
import { type Choice, oneOf, personInput, severalOf } from '../view/inputs.js';
import { richText } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** The ids of the fields. Slack sends the ids of selects alone when something is typed, so those carry a version. */
export const field = {
  person: 'access.person.v1',
  group: 'access.group.v1',
  users: 'access.users.v1',
  until: 'until',
} as const;

export const Hidden = z.object({
  /** Whether it was opened from the list of grants. */
  fromList: z.boolean().default(true),
});

export interface UserChoices {
  readonly choices: readonly Choice[];
  /** Products whose users are missing. */
  readonly away: readonly Product[];
}

interface DrawnGrant {
  readonly groups: readonly Choice[];
  readonly users: UserChoices;
  /** What was entered so far. */
  readonly wanted: Wanted;
}

export function accessDrawing(
  words: Words,
  { groups, users: { choices, away }, wanted }: DrawnGrant,
): Drawing {
  const { form } = words.access;
  const chosenAs = (kind: Grantee['kind']) =>
    wanted.to.filter((one) => one.kind === kind).map(({ id }) => id);
  return {
    title: form.title,
    submit: form.submit,
    close: form.close,
    blocks: [
      ...awayNote(words, away),
      personInput({ label: form.person, id: field.person, chosen: chosenAs('person'), optional: true }),
      oneOf({
        label: form.group,
        id: field.group,
        choices: groups,
        chosen: chosenAs('group'),
        hint: form.groupHint,
        optional: true,
      }),
      severalOf({ label: form.user, id: field.users, choices, chosen: wanted.users, hint: form.userHint }),
      {
        ...textInput(form.until, field.until, { initial: wanted.until ?? '', hint: form.untilHint }),
        optional: true,
      },
    ],
  };
}

export function loadingView({ access: { form } }: Words): ModalView {
  return {
    type: 'modal',
    title: plain(form.title),
    close: plain(form.close),
    blocks: [richText(form.loading)],
  };
}

export interface Wanted {
  readonly to: readonly Grantee[];
  readonly users: readonly AlphausUserName[];
  /** As it was typed; `undefined`: for good. */
  readonly until: string | undefined;
}

/** Who is granted what, or a sentence for each field that will not do. */
export function readFields(
  { access: { form } }: Words,
  fields: Fields,
): { wanted: Wanted } | { errors: Record<string, string> } {
  const person = PersonId.safeParse(fields.selected(field.person)).data;
  const group = GroupId.safeParse(fields.chosen(field.group)).data;
  const to: readonly Grantee[] = [
    ...(person === undefined ? [] : [{ kind: 'person', id: person } as const]),
    ...(group === undefined ? [] : [{ kind: 'group', id: group } as const]),
  ];
  const users = AlphausUserName.array().safeParse(fields.ticked(field.users)).data ?? [];
  const typed = fields.text(field.until).trim();
  const until = typed === '' ? undefined : typed;
  if (to.length > 0 && users.length > 0) return { wanted: { to, users, until } };
  return {
    errors: {
      ...(to.length === 0 && { [field.person]: form.noGrantee }),
      ...(users.length === 0 && { [field.users]: form.noUser }),
    },
  };
}
