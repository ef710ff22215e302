import { randomUUID } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { AlphausUserName } from '../../core/model/api-client.js';
import { giveGrant, type Taken, takeGrant } from '../../core/rules/change-grants.js';
import { userNamed, type UsersTold } from '../../core/connection/connection.js';
import type { Grantee } from '../../core/rights/grants.js';
import type { ListedGrant } from '../text/listed-grant.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { actions, header, line, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, defineButton, defineForm } from '../call/conversation.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { accessAgainFace, type GrantEntered } from '../forms/again.js';
import { groupChoice } from '../forms/ownership-form.js';
import { readEnd } from '../forms/validation.js';
import { mentionOf, readGrantee } from '../people/mentions.js';
import { optionsFor } from '../view/inputs.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import {
  accessDrawing,
  field,
  Hidden,
  loadingView,
  readFields,
  type UserChoices,
  type Wanted,
} from '../forms/access-form.js';

/** A grant takes two blocks of a message's fifty. */
const PAGE_SIZE = 15;

/** The grants, newest first, each with its button; `said` comes above them. */
async function listMessage(call: Call, page: number, said: readonly Sentence[] = []): Promise<Message> {
  await call.rights.allowedTo('access');
  const { words } = call;
  const { access } = words;
  const grants = await listedGrants(call);
  // Grants may have gone since the button was drawn.
  const last = Math.max(0, Math.ceil(grants.length / PAGE_SIZE) - 1);
  const from = Math.min(page, last) * PAGE_SIZE;
  const shown = grants.slice(from, from + PAGE_SIZE);
  const count = grants.length === 0 ? [] : [access.count(from + 1, from + shown.length, grants.length)];
  const paging = [
    ...(from > 0 ? [previousButton.element(access.previous, { page: page - 1 })] : []),
    ...(from + PAGE_SIZE < grants.length ? [nextButton.element(access.next, { page: page + 1 })] : []),
  ];
  const lines: readonly Sentence[] = [...said, [access.intro]];
  return {
    text: plainText(...lines, ...(grants.length === 0 ? [access.none] : shown.map(access.grant))),
    blocks: [
      header(access.title),
      richText(...lines),
      ...(grants.length === 0 ? [richText(access.none)] : count.map(line)),
      ...shown.flatMap((grant) => grantBlocks(words, grant)),
      actions(addButton.element(access.add, {}, { style: 'primary' }), ...paging),
    ],
  };
}

/** All grants, newest first, those that wait for another account or have ended among them. */
async function listedGrants({ services }: Call): Promise<readonly ListedGrant[]> {
  const { grants, waitingGrants = [], endedGrants = [] } = await services.rules.of(services.workspace);
  const listed: readonly ListedGrant[] = [
    ...grants.map((grant) => ({ ...grant, stands: 'holds' }) as const),
    ...waitingGrants.map((grant) => ({ ...grant, stands: 'waits' }) as const),
    ...endedGrants.map((grant) => ({ ...grant, stands: 'ended' }) as const),
  ];
  return listed.toSorted((a, b) => b.at.localeCompare(a.at));
}

function grantBlocks({ access }: Words, grant: ListedGrant): readonly KnownBlock[] {
  const look = { confirm: access.removeConfirm } as const;
  return [
    richText(access.grantGiven(grant)),
    actions(removeButton.element(access.remove, { id: grant.id }, look)),
  ];
}

/** Two ids, since Slack refuses the same one twice in a row of buttons. */
const pageButton = (id: string) =>
  defineButton({
    id,
    value: z.object({ page: z.number().int() }),
    press: async (call, { page }) => call.replace(await listMessage(call, Math.max(0, page))),
  });
const previousButton = pageButton('access.previous.v1');
const nextButton = pageButton('access.next.v1');

const addButton = defineButton({
  id: 'access.add.v1',
  value: z.object({}),
  press: (call) => openForm(call, { ...nothingEntered, fromList: true }),
});

type Entered = z.infer<typeof GrantEntered>;

const nothingEntered = { to: [], users: [] } as const;

/** With everything, else without the Alphaus users, which may be very many. */
const again = (entered: Entered) => ({ face: accessAgainFace, values: [entered, { ...entered, users: [] }] });

/**
 * Opens the form with what was entered so far. `fromList`: the list in which the button stands is replaced by the new
 * one.
 */
const openForm = (call: Call, entered: Entered): Promise<void> =>
  orTryAgain(call, again(entered), () => openFilledIn(call, entered));

async function openFilledIn(call: Call, { fromList, ...entered }: Entered): Promise<void> {
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

const removeButton = defineButton({
  id: 'access.remove.v1',
  value: z.object({ id: z.string() }),
  async press(call, { id }) {
    const said = await remove(call, { id });
    await call.replace(await listMessage(call, 0, [said]));
  },
});

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
      again: again(entered),
      async goOn() {
        const list = await listMessage(call, 0, await add(call, wanted));
        await (fromList ? call.replace(list) : call.reply(list));
      },
    };
  },
});

/** Gives what was wanted; a sentence for each person or group. */
async function add(call: Call, { to, users, until: typed }: Wanted): Promise<readonly Sentence[]> {
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

/** Takes back what was named, and says what that was. */
async function remove(call: Call, taken: Taken): Promise<Sentence> {
  const removed = await takeGrant(call.acting, { person: call.person, taken });
  return removed === undefined ? call.words.access.removedAlready : call.words.access.removed(removed);
}

async function alphausUsers(call: Call): Promise<UsersTold> {
  const { connection } = await call.connected();
  return connection.alphaus.users();
}

const userChoices = ({ words }: Call, { users, away }: UsersTold): UserChoices => ({
  choices: users.map(({ name }) => ({ value: name, text: words.alphausUser(name) })),
  away: away.map(({ product }) => product),
});

/** `add @who U [U …] [--until DATE]`, `remove @who [U …]`: the typed way. */
async function start(call: Call, text: string): Promise<void> {
  const { positional, flags } = parseArguments(text, { until: 'value' });
  const until = flags.get('until');
  const [verb = 'list', who, ...named] = positional;
  if (verb === 'add' && who === undefined)
    return openForm(call, { ...nothingEntered, until, fromList: false });
  // Only what is added can end.
  if (verb !== 'add' && until !== undefined)
    throw new Problem({ kind: 'unexpected-argument', argument: '--until' });
  await call.rights.allowedTo('access');
  if (verb === 'list' && who === undefined) return call.reply(await listMessage(call, 0));
  if (verb !== 'add' && verb !== 'remove') throw new Problem({ kind: 'unexpected-argument', argument: verb });
  if (verb === 'add') {
    const entered = { to: who === undefined ? [] : [who], users: named, until, fromList: false };
    return orTryAgain(call, again(entered), () => addTyped(call, entered));
  }
  const to = await granteeNamed(call, who);
  const users = await usersNamed(call, named);
  const said = await remove(call, { to, users: users.length === 0 ? undefined : users });
  await call.reply(message([said]));
}

async function addTyped(call: Call, { to: [who], users: named, until }: Entered): Promise<void> {
  const to = await granteeNamed(call, who);
  const users = await usersNamed(call, named);
  if (users.length === 0) throw new Problem({ kind: 'no-user-named' });
  await call.reply(await listMessage(call, 0, await add(call, { to: [to], users, until })));
}

async function granteeNamed(call: Call, who = ''): Promise<Grantee> {
  const to = readGrantee(who, await call.services.people.groups());
  if (to === undefined) throw new Problem({ kind: 'grantee-invalid', standing: undefined });
  return to;
}

async function usersNamed(call: Call, named: readonly string[]): Promise<readonly AlphausUserName[]> {
  if (named.length === 0) return [];
  const told = await alphausUsers(call);
  return named.map((typed) => {
    const user = userNamed(told, typed);
    if (user === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user: typed });
    return user;
  });
}

export const accessConversation: Conversation = {
  command: {
    name: 'access',
    action: 'access',
    start,
  },
  buttons: [previousButton, nextButton, addButton, removeButton, whenTriedAgain(accessAgainFace, openForm)],
  forms: [form],
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
