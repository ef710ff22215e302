import type { UsersTold } from '../../core/connection/connection.js';
import type { Call } from '../call/call.js';
import type { Conversation } from '../call/conversation.js';
import { hasName } from '../forms/known-names.js';
import {
  type EndTyped,
  endTyped,
  ownerTyped,
  pickUser,
  readOwnerFor,
  readTyped,
  type Typed,
  untilTyped,
} from '../forms/typed-wish.js';
import type { Group } from '../people/people.js';
import { clientForm, openClientForm, orTypeAgain } from '../requests/client-form.js';
import { createOrAsk } from '../requests/create-or-ask.js';
import { prepareFor } from '../requests/prepare.js';

/** Nothing is asked of the API before the person is known to be allowed anything at all. */
async function whatIsNeeded(
  call: Call,
  typed: Typed,
): Promise<readonly [UsersTold, readonly Group[], EndTyped]> {
  await call.rights.mayAttempt('create', 'any');
  const { connection } = await call.connected();
  return Promise.all([
    connection.alphaus.users(),
    typed.owner === undefined ? [] : call.services.people.groupsOf(typed.for ?? call.person),
    endTyped(call, typed.until),
  ]);
}

async function start(call: Call, text: string): Promise<void> {
  const typed = readTyped(text, 'create');
  return orTypeAgain(call, 'create', typed, () => createTyped(call, typed));
}

async function createTyped(call: Call, typed: Typed): Promise<void> {
  const { name, purpose } = typed;
  if (name === undefined || purpose === undefined || typed.isDoubtful === true) {
    return openClientForm(call, 'create', typed);
  }

  // Slow answers make it a form, prefilled: its loading view opens while the trigger lives.
  const known = await call.views.inTime(whatIsNeeded(call, typed));
  if (known === undefined) return openClientForm(call, 'create', typed);
  const [told, groups, end] = known;
  const owner = readOwnerFor(call, typed, groups);
  const user = pickUser(told, typed.user);
  const wish = user === undefined || end === 'missing' ? undefined : { name, purpose, user, owner, ...end };
  if (wish === undefined || hasName(call, wish)) return openClientForm(call, 'create', typed);
  if (typed.for !== undefined) return prepareFor(call, typed.for, wish);
  if ((await createOrAsk(call, wish, false)) === 'done') return;
  const until = await untilTyped(call, wish.endsAt);
  return openClientForm(call, 'create', { ...wish, owner: ownerTyped(wish.owner), until });
}

export const createConversation: Conversation = {
  command: {
    name: 'create',
    action: 'create',
    start,
  },
  ...clientForm,
};
