import { z } from 'zod';
import { ClientId } from '../../core/model/api-client.js';
import { type KnownClient, targetOf } from '../../core/clients/find-client.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../forms/arguments.js';
import { actions, clientFacts, header, message, shownName } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, defineButton } from '../call/conversation.js';
import { deletionOutcome } from '../call/outcome.js';
import { plainText, richText } from '../text/sentence.js';
import { en } from '../text/en.js';
import { readClientId } from '../forms/validation.js';
import { clientInSight } from '../forms/client-in-sight.js';
import { deleteButton } from './delete.js';
import { askWhich, whichForm } from '../forms/which-client.js';

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
