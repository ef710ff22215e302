import type { AlphausUserName } from '../../core/model/api-client.js';
import { userNamed } from '../../core/connection/connection.js';
import { Problem } from '../../core/problem.js';
import type { Grantee } from '../../core/rights/grants.js';
import { type Taken, takeGrant } from '../../core/rules/change-grants.js';
import { orTryAgain } from '../call/answering/try-again.js';
import { parseArguments } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { readGrantee } from '../people/mentions.js';
import {
  addGrant,
  againWithGrant,
  alphausUsers,
  grantForm,
  type GrantToAdd,
  nothingEntered,
  openGrantForm,
} from '../setup/grant-form.js';
import { grantPaging, grantsList, removeGrantFace } from '../setup/grants-list.js';
import type { Sentence } from '../text/sentence.js';
import { message } from '../view/blocks.js';

/** Takes back what was named, and says what that was. */
async function remove(call: Call, taken: Taken): Promise<Sentence> {
  const removed = await takeGrant(call.acting, { person: call.person, taken });
  return removed === undefined ? call.words.access.removedAlready : call.words.access.removed(removed);
}

const removeButton = whenPressed(removeGrantFace, async (call, { id }) => {
  const said = await remove(call, { id });
  await call.replace(await grantsList(call, 0, [said]));
});

/** `add @who U [U …] [--until DATE]`, `remove @who [U …]`: the typed way. */
async function start(call: Call, text: string): Promise<void> {
  const { positional, flags } = parseArguments(text, { until: 'value' });
  const until = flags.get('until');
  const [verb = 'list', who, ...named] = positional;
  if (verb === 'add' && who === undefined)
    return openGrantForm(call, { ...nothingEntered, until, fromList: false });
  // Only what is added can end.
  if (verb !== 'add' && until !== undefined)
    throw new Problem({ kind: 'unexpected-argument', argument: '--until' });
  await call.rights.allowedTo('access');
  if (verb === 'list' && who === undefined) return call.reply(await grantsList(call, 0));
  if (verb !== 'add' && verb !== 'remove') throw new Problem({ kind: 'unexpected-argument', argument: verb });
  if (verb === 'add') {
    const entered = { to: who === undefined ? [] : [who], users: named, until, fromList: false };
    return orTryAgain(call, againWithGrant(entered), () => addTyped(call, entered));
  }
  const to = await granteeNamed(call, who);
  const users = await usersNamed(call, named);
  const said = await remove(call, { to, users: users.length === 0 ? undefined : users });
  await call.reply(message([said]));
}

async function addTyped(call: Call, { to: [who], users: named, until }: GrantToAdd): Promise<void> {
  const to = await granteeNamed(call, who);
  const users = await usersNamed(call, named);
  if (users.length === 0) throw new Problem({ kind: 'no-user-named' });
  await call.reply(await grantsList(call, 0, await addGrant(call, { to: [to], users, until })));
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
  command: { name: 'access', action: 'access', start },
  ...grantForm,
  buttons: [...grantForm.buttons, ...grantPaging, removeButton],
};
