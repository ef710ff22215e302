import type { Call } from '../call/call.js';
import type { Conversation } from '../call/conversation.js';
import { askButtons, askFor } from '../requests/ask.js';
import { requesterButtons } from '../requests/collect.js';
import { deciding } from '../requests/decide.js';
import { openClientForm, orTypeAgain } from '../requests/client-form.js';
import { endTyped, pickUser, readOwner, readTyped, type Typed } from '../forms/typed-wish.js';

async function start(call: Call, text: string): Promise<void> {
  await call.rights.allowedTo('request');
  const typed = readTyped(text, 'request');
  return orTypeAgain(call, 'request', typed, async () => {
    const wish = await call.views.inTime(completeWish(call, typed));
    return wish === undefined ? openClientForm(call, 'request', typed) : askFor(call, wish);
  });
}

/** `undefined` while something is missing: then it becomes a form, prefilled. */
async function completeWish(call: Call, typed: Typed) {
  const { name, purpose } = typed;
  if (name === undefined || purpose === undefined || typed.isDoubtful === true) return undefined;
  const { connection } = await call.connected();
  const [told, groups, end] = await Promise.all([
    connection.alphaus.users(),
    typed.owner === undefined ? [] : call.services.people.groupsOf(call.person),
    endTyped(call, typed.until),
  ]);
  const user = pickUser(told, typed.user);
  if (user === undefined || end === 'missing') return undefined;
  return { name, purpose, user, owner: readOwner(call, typed.owner, groups), ...end };
}

export const requestConversation: Conversation = {
  command: {
    name: 'request',
    action: 'request',
    start,
  },
  ...deciding,
  buttons: [...askButtons, ...deciding.buttons, ...requesterButtons],
};
