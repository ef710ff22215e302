import type { ClientId } from '../../core/model/ids.js';
import { type KnownClient, targetOf } from '../../core/clients/find-client.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { actions, clientFacts, header, message, shownName } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { deleteFace, showFace } from '../call/faces.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { deletionOutcome } from '../call/outcome.js';
import { plainText, richText } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { readClientId } from '../forms/validation.js';
import { clientInSight } from '../forms/client-in-sight.js';
import { askWhich, whichForm } from '../forms/which-client.js';

/** One client: everything known, with its buttons. */
function clientMessage(words: Words, { client, record }: KnownClient, mayDelete: boolean): Message {
  const facts = clientFacts(words, client, record);
  return {
    text: plainText(...facts),
    blocks: [
      header(shownName(words, client)),
      richText(...facts),
      ...(mayDelete ? [actions(deleteFace.element(words.delete.button, { id: client.id }))] : []),
    ],
  };
}

async function show(call: Call, id: ClientId): Promise<void> {
  const { services, found } = await clientInSight(call, { id, action: 'show' });
  if (found.kind === 'deleted') return call.reply(message(deletionOutcome(call.words, found.deletion)));
  const toDelete = await call.rights.decision('delete', targetOf(services, found));
  await call.reply(clientMessage(call.words, found, toDelete.kind === 'allow'));
}

const which = whichForm('show.which.v1', show);

export const showConversation: Conversation = {
  command: {
    name: 'show',
    action: 'show',
    early: true,
    async start(call, text) {
      const { positional } = parseArguments(text, {});
      if (positional.length > 1)
        throw new Problem({ kind: 'unexpected-argument', argument: positional[1] ?? '' });
      if (positional[0] !== undefined) return show(call, readClientId(positional[0]));
      return askWhich(call, 'show', which);
    },
  },
  buttons: [whenPressed(showFace, (call, { id }) => show(call, id))],
  forms: [which],
};
