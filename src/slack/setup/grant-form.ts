import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { giveGrant } from '../../core/rules/change-grants.js';
import { userNamed, type UsersTold } from '../../core/connection/connection.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineForm, whenPressed } from '../call/conversation.js';
import {
  accessDrawing,
  field,
  Hidden,
  loadingView,
  readFields,
  type UserChoices,
  type Wanted,
} from '../forms/access-form.js';
import { accessAgainFace, type GrantEntered } from '../forms/again.js';
import { groupChoice } from '../forms/ownership-form.js';
import { readEnd } from '../forms/validation.js';
import { mentionOf, readGrantee } from '../people/mentions.js';
import type { Sentence } from '../text/sentence.js';
import { optionsFor } from '../view/inputs.js';
import { addGrantFace, grantsList } from './grants-list.js';

export type GrantToAdd = z.infer<typeof GrantEntered>;

export const nothingEntered = { to: [], users: [] } as const;

/** With everything, else without the Alphaus users, which may be very many. */
export const againWithGrant = (entered: GrantToAdd) => ({
  face: accessAgainFace,
  values: [entered, { ...entered, users: [] }],
});

/**
 * Opens the form with what was entered so far. `fromList`: the list in which the button stands is replaced by the new
 * one.
 */
export const openGrantForm = (call: Call, entered: GrantToAdd): Promise<void> =>
  orTryAgain(call, againWithGrant(entered), () => openFilledIn(call, entered));

async function openFilledIn(call: Call, { fromList, ...entered }: GrantToAdd): Promise<void> {
  await call.views.openFor('access', loadingView(call.words));
  const [groups, told] = await Promise.all([call.services.people.groups(), alphausUsers(call)]);
  const to = entered.to.flatMap((typed) => readGrantee(typed, groups) ?? []);
  // Only filled in: a product that is away may have one of the same name.
  const users = entered.users.flatMap((typed) => userNamed({ ...told, away: [] }, typed) ?? []);
  await call.views.fillIn(
    form.view(
      call,
      { fromList },
      accessDrawing(call.words, {
        groups: groups.map(groupChoice),
        users: userChoices(call, told),
        wanted: { to, users, until: entered.until },
      }),
    ),
  );
}

const form = defineForm({
  id: 'access.add-form.v1',
  hidden: Hidden,
  submit(call, { fromList }, fields) {
    const read = readFields(call.words, fields);
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    const { wanted } = read;
    const entered = { ...wanted, to: wanted.to.map(mentionOf), fromList };
    return {
      kind: 'accepted',
      again: againWithGrant(entered),
      async goOn() {
        const list = await grantsList(call, 0, await addGrant(call, wanted));
        await (fromList ? call.replace(list) : call.reply(list));
      },
    };
  },
});

/** Gives what was wanted; a sentence for each person or group. */
export async function addGrant(
  call: Call,
  { to, users, until: typed }: Wanted,
): Promise<readonly Sentence[]> {
  await call.rights.allowedTo('access');
  const until = typed && (await readEndFor(call, typed));
  const context = { ...(await call.connected()), newId: () => randomUUID() };
  const given = await giveGrant(context, { person: call.person, to, users, until });
  const { grantedAlready, added } = call.words.access;
  return given.map(({ to: one, grant }) => (grant === undefined ? grantedAlready(one) : added(grant)));
}

/** The end of the day that was typed, in the zone of the person who typed it. */
async function readEndFor({ services, person }: Call, typed: string): Promise<string> {
  const zone = await services.people.zoneOf(person);
  return readEnd(typed, { now: services.now(), zone }).toISOString();
}

export async function alphausUsers(call: Call): Promise<UsersTold> {
  const { connection } = await call.connected();
  return connection.alphaus.users();
}

const userChoices = ({ words }: Call, { users, away }: UsersTold): UserChoices => ({
  choices: users.map(({ name }) => ({ value: name, text: words.alphausUser(name) })),
  away: away.map(({ product }) => product),
});

/** What the form, and what leads to it, answers to. */
export const grantForm: Required<Pick<Conversation, 'forms' | 'buttons' | 'typeaheads'>> = {
  forms: [form],
  buttons: [
    whenPressed(addGrantFace, (call) => openGrantForm(call, { ...nothingEntered, fromList: true })),
    whenTriedAgain(accessAgainFace, openGrantForm),
  ],
  typeaheads: [
    {
      id: field.group,
      async options(call, query) {
        await call.rights.allowedTo('access');
        return optionsFor((await call.services.people.groups()).map(groupChoice), query);
      },
    },
    {
      id: field.users,
      async options(call, query) {
        await call.rights.allowedTo('access');
        return optionsFor(userChoices(call, await alphausUsers(call)).choices, query);
      },
    },
  ],
};
