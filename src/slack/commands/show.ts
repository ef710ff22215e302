import { z } from 'zod';
import { ClientId } from '../../core/api-client.js';
import { type KnownClient, targetOf } from '../../core/find-client.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../arguments.js';
import { actions, clientFacts, header, message, shownName } from '../blocks.js';
import type { Call } from '../call.js';
import type { Message } from '../calls.js';
import { type Conversation, defineButton } from '../conversation.js';
import { deletionOutcome } from '../outcome.js';
import { plainText, richText } from '../sentence.js';
import { en } from '../text/en.js';
import { readClientId } from '../validation.js';
import { clientInSight } from './client-in-sight.js';
import { deleteButton } from './delete.js';
import { askWhich, whichForm } from './which-client.js';

/** One client: everything known, with its buttons. */
function clientMessage({ client, record }: KnownClient, mayDelete: boolean): Message {
  const facts = clientFacts(client, record);
  return {
    text: plainText(...facts),
    blocks: [
      header(shownName(client)),
      richText(...facts),
      ...(mayDelete ? [actions(deleteButton.element(en.delete.button, { id: client.id }))] : []),
    ],
  };
}

async function show(call: Call, id: ClientId): Promise<void> {
  const { services, found } = await clientInSight(call, id);
  if (found.kind === 'deleted') return call.reply(message(deletionOutcome(found.deletion)));
  const toDelete = await call.rights.decision('delete', targetOf(services, found));
  await call.reply(clientMessage(found, toDelete.kind === 'allow'));
}

const which = whichForm('show.which.v1', show);

/** In lists: shows one client. */
export const showButton = defineButton({
  id: 'show.v1',
  value: z.object({ id: ClientId }),
  press: (call, { id }) => show(call, id),
});

export const showConversation: Conversation = {
  command: {
    name: 'show',
    usage: 'show <client-id>',
    summary: en.help.show,
    action: 'show',
    early: true,
    async start(call, text) {
      const { words } = parseArguments(text, {});
      if (words.length > 1) throw new Problem({ kind: 'unexpected-argument', argument: words[1] ?? '' });
      if (words[0] !== undefined) return show(call, readClientId(words[0]));
      return askWhich(call, 'show', which);
    },
  },
  buttons: [showButton],
  forms: [which],
};
