import type { KnownBlock, ModalView } from '@slack/types';
import { type AlphausUser, AlphausUserName } from '../../core/api-client.js';
import type { ClientWish, Owner } from '../../core/client-record.js';
import { type Connection, userNamed } from '../../core/connection.js';
import { issueClient } from '../../core/issue-client.js';
import { decide } from '../../core/decide.js';
import { Problem } from '../../core/problem.js';
import { usableUsers } from '../../core/sight.js';
import { parseArguments } from '../arguments.js';
import { cut, message } from '../blocks.js';
import type { Call, ConnectedServices } from '../call.js';
import { type Conversation, defineForm, type FormAnswer } from '../conversation.js';
import type { Group } from '../people.js';
import { secretHandover } from '../receipt.js';
import type { Right } from '../rights.js';
import { en } from '../text/en.js';
import { readName, readPurpose } from '../validation.js';
import {
  createDrawing,
  type Entered,
  field,
  GROUPS_LIMIT,
  Hidden,
  loadingView,
  namesForSelect,
  OWNER_ME,
  readEntered,
  sameNameWarning,
  selectable,
  userOptions,
} from './create-form.js';

/** What was typed of a client so far; `user` and `owner` as they were typed. */
interface Typed {
  readonly name?: string | undefined;
  readonly purpose?: string | undefined;
  readonly user?: string | undefined;
  readonly owner?: string | undefined;
}

/** Opens the form, with what is known already filled in. */
export async function openCreateForm(call: Call, typed: Typed = {}): Promise<void> {
  await call.openFor('create', loadingView());
  const { connection } = await call.connected();
  const [users, groups] = await Promise.all([
    usersFor(call, connection),
    // Who named a group needs them; for oneself the form works without.
    typed.owner === undefined
      ? call.services.people.groupsToOffer(call.person, call.log)
      : call.services.people.groupsOf(call.person),
  ]);
  const names = selectable(users);
  const user = pickUser(users, typed.user) ?? names[0];
  if (user === undefined) throw new Problem({ kind: 'no-alphaus-users' });
  const owner = readOwner(call, typed.owner, groups);
  const chosen = owner.kind === 'group' ? owner.id : OWNER_ME;
  fetchList(call, connection, user);
  await call.fillIn(
    drawn(
      {
        responseUrl: call.responseUrl,
        channel: call.channel,
        users: namesForSelect(names),
        // The chosen one first, so that it is never the one that is left out.
        groups: groups
          .toSorted((a, b) => Number(b.id === chosen) - Number(a.id === chosen))
          .slice(0, GROUPS_LIMIT)
          .map(({ id, handle }) => ({ id, handle: cut(handle, 40) })),
      },
      { name: typed.name ?? '', user, purpose: typed.purpose ?? '', owner: chosen },
    ),
  );
}

/** Only those under whom the person may create. */
async function usersFor(call: Call, { alphaus }: Connection): Promise<readonly AlphausUser[]> {
  const { people, rules, workspace } = call.services;
  const { actor } = await call.allowedTo('create', 'any');
  const [now, users] = await Promise.all([rules.of(workspace), alphaus.users()]);
  const usable = usableUsers(now, actor, users);
  // Without their user groups somebody may have been allowed all, or only a part.
  return usable.length === users.length ? usable : usableUsers(now, await people.actor(call.person), users);
}

/** Fetched while the form is filled in, so that a name that exists already can be pointed out. */
function fetchList(call: Call, connection: Connection, user: AlphausUserName): void {
  connection.directory.list(user).catch((error: unknown) => {
    call.log.warn({ err: error }, 'the list for pointing out names could not be fetched');
  });
}

const drawn = (hidden: Hidden, entered: Entered, warning?: KnownBlock[]): ModalView =>
  form.view(hidden, createDrawing(hidden, entered, warning));

const form = defineForm({
  id: 'create.form.v1',
  hidden: Hidden,
  submit(call, hidden, fields): FormAnswer {
    const entered: Entered = {
      name: fields.text(field.name),
      user: fields.chosen(field.user),
      purpose: fields.text(field.purpose),
      owner: fields.chosen(field.owner) ?? OWNER_ME,
    };
    const read = readEntered(call.person, entered);
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    const { wish } = read;
    if (hasName(call, wish) && !fields.ticked(field.sameName).includes('yes')) {
      return { kind: 'update', view: drawn(hidden, entered, sameNameWarning(wish.user)) };
    }
    return {
      kind: 'accepted',
      async goOn() {
        await call.stillAllowedTo('create', { user: wish.user });
        await create(call, wish);
      },
    };
  },
});

/** Known from memory only: a create never waits for a list. Nothing is pointed out to who may not list. */
function hasName(call: Call, wish: ClientWish): boolean {
  const actor = call.services.people.lastKnown(call.person);
  const rules = call.services.rules.known(call.services.workspace);
  if (actor === undefined || rules === undefined) return false;
  if (decide(rules, actor, 'list', { user: wish.user }).kind !== 'allow') return false;
  const known = call.services.connections.known()?.directory.known(wish.user);
  return known?.some(({ name }) => name === wish.name) ?? false;
}

/** Creates, hands the secret over, and says so where the person asked. */
async function create(call: Call, wish: ClientWish): Promise<void> {
  const services = await call.connected();
  const { rule } = await checkRights(call, services, wish);
  const handover = secretHandover(call, services);
  const issued = await issueClient({ ...services, handover }, wish, call.person, { kind: 'create', rule });
  if (issued.kind === 'ambiguous') return;
  call.log.info({ clientId: issued.record.id, user: wish.user }, 'created');
  if (call.responseUrl !== undefined && call.channel !== services.directMessages.known(call.person)) {
    await call.reply(message([en.create.done(wish.name)]));
  }
}

/** Asked at the moment of the act: the form may be hours old. */
async function checkRights(call: Call, { connection }: ConnectedServices, wish: ClientWish): Promise<Right> {
  const right = await call.allowedTo('create', { user: wish.user });
  const [users, groups] = await Promise.all([
    connection.alphaus.users(),
    wish.owner.kind === 'group' ? call.services.people.groupsOf(call.person) : [],
  ]);
  if (!users.some(({ name }) => name === wish.user)) {
    throw new Problem({ kind: 'alphaus-user-unknown', user: wish.user });
  }
  if (wish.owner.kind === 'group' && !groups.some(({ id }) => id === wish.owner.id)) {
    throw new Problem({ kind: 'owner-invalid' });
  }
  return right;
}

/** `me`, a mention of the person, or a group that the person is in, mentioned or by its handle. */
function readOwner(call: Call, text: string | undefined, groups: readonly Group[]): Owner {
  if (text === undefined || text === OWNER_ME) return { kind: 'person', id: call.person };
  if (/^<@([\w-]+)(\|[^>]*)?>$/.exec(text)?.[1] === call.person) return { kind: 'person', id: call.person };
  const id = /^<!subteam\^([\w-]+)(\|[^>]*)?>$/.exec(text)?.[1];
  const handle = text.replace(/^@/, '').toLowerCase();
  const group = groups.find((one) => one.id === id || one.handle.toLowerCase() === handle);
  if (group === undefined) throw new Problem({ kind: 'owner-invalid' });
  return { kind: 'group', id: group.id };
}

/** The user that was named, or the only one that there is. */
function pickUser(users: readonly AlphausUser[], named: string | undefined): AlphausUserName | undefined {
  if (named === undefined) return users.length === 1 ? users[0]?.name : undefined;
  const user = userNamed(users, named);
  if (user === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user: named });
  return user;
}

/** Nothing is asked of the API before the right to create is certain. */
async function whatIsNeeded(
  call: Call,
  typed: Typed,
): Promise<readonly [readonly AlphausUser[], readonly Group[]]> {
  await call.allowedTo('create', 'any');
  const { connection } = await call.connected();
  return Promise.all([
    connection.alphaus.users(),
    typed.owner === undefined ? [] : call.services.people.groupsOf(call.person),
  ]);
}

async function start(call: Call, text: string): Promise<void> {
  const read = parseArguments(text, { user: 'value', purpose: 'value', owner: 'value' });
  const name = read.words.length === 0 ? undefined : readName(read.words.join(' '));
  const purposeTyped = read.flags.get('purpose');
  const purpose = purposeTyped === undefined ? undefined : readPurpose(purposeTyped);
  const typed: Typed = { name, purpose, user: read.flags.get('user'), owner: read.flags.get('owner') };
  const [stray] = read.behindFlags;
  if (stray !== undefined && read.behindFlags.length < read.words.length) {
    throw new Problem({ kind: 'unexpected-argument', argument: stray });
  }
  // A name behind the flags may be the rest of a purpose without quotes: the person looks at it first.
  if (name === undefined || purpose === undefined || stray !== undefined) return openCreateForm(call, typed);

  // Slow answers make it a form, prefilled: its loading view opens while the trigger lives.
  const known = await call.inTime(whatIsNeeded(call, typed));
  if (known === undefined) return openCreateForm(call, typed);
  const [users, groups] = known;
  const owner = readOwner(call, typed.owner, groups);
  const user = pickUser(users, typed.user);
  const wish = user === undefined ? undefined : { name, purpose, user, owner };
  return wish === undefined || hasName(call, wish) ? openCreateForm(call, typed) : create(call, wish);
}

export const createConversation: Conversation = {
  command: {
    name: 'create',
    usage: 'create [name] [--user U] [--purpose "…"] [--owner @group]',
    summary: en.help.create,
    action: 'create',
    start,
  },
  forms: [form],
  buttons: [
    {
      id: field.user,
      async press(call, value) {
        await call.allowedTo('create', 'any');
        const user = AlphausUserName.safeParse(value).data;
        const { connection } = await call.connected();
        if (user !== undefined) fetchList(call, connection, user);
      },
    },
  ],
  typeaheads: [
    {
      id: field.user,
      async options(call, query) {
        const { connection } = await call.connected();
        return userOptions(await usersFor(call, connection), query);
      },
    },
  ],
};
