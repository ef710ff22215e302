import type { Button } from '@slack/types';
import type { TargetedAction } from '../../core/model/decision.js';
import { type KnownClient, targetOf } from '../../core/clients/find-client.js';
import { type Lineage, lineageOf } from '../../core/clients/issuing/succession.js';
import { actions, clientFacts, header, message, shownName } from '../view/blocks.js';
import { lineageFacts } from '../view/lineage.js';
import { provenanceFacts } from '../view/provenance.js';
import type { Call } from '../call/call.js';
import { claimFace, deleteFace, extendFace, rotateFace, showFace, transferFace } from '../call/faces.js';
import type { ConnectedServices } from '../call/services.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { deletionOutcome } from '../call/answering/outcome.js';
import { plainText, richText } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { clientInSight, type WhichClient } from '../forms/client-in-sight.js';
import { askWhich, typedClient, whichForm } from '../forms/which-client.js';

/** One client: everything known, with its buttons. */
function clientMessage(
  words: Words,
  { client, record }: KnownClient,
  { lineage, buttons }: { readonly lineage: Lineage; readonly buttons: readonly Button[] },
): Message {
  const facts = [
    ...clientFacts(words, client, record),
    ...(record === undefined ? [] : provenanceFacts(words, record)),
    ...lineageFacts(words, lineage),
  ];
  return {
    text: plainText(...facts),
    blocks: [
      header(shownName(words, client)),
      richText(...facts),
      ...(buttons.length === 0 ? [] : [actions(...buttons)]),
    ],
  };
}

const NO_LINEAGE: Lineage = { predecessor: undefined, successor: undefined };

async function show(call: Call, which: WhichClient): Promise<void> {
  const { services, found } = await clientInSight(call, which, 'show');
  if (found.kind === 'deleted') return call.reply(message(deletionOutcome(call.words, found.deletion)));
  const { record } = found;
  const lineage = record === undefined ? NO_LINEAGE : await lineageOf(services, record);
  const buttons = await buttonsFor(call, services, { ...found, lineage });
  await call.reply(clientMessage(call.words, found, { lineage, buttons }));
}

/** The buttons for what this person may do to the client. */
async function buttonsFor(
  call: Call,
  services: ConnectedServices,
  found: KnownClient & { readonly lineage: Lineage },
): Promise<readonly Button[]> {
  const { words } = call;
  const { id } = found.client;
  const target = targetOf(services, found);
  const may = async (action: TargetedAction): Promise<boolean> =>
    (await call.rights.decision(action, target)).kind === 'allow';
  const [claim, extend, transfer, rotate, remove] = await Promise.all([
    may('claim'),
    may('extend'),
    may('transfer'),
    may('rotate'),
    may('delete'),
  ]);
  // A client that has a successor cannot be rotated, nor one that nobody has claimed.
  const isRotatable = found.record !== undefined && found.lineage.successor === undefined;
  return [
    ...(rotate && isRotatable ? [rotateFace.element(words.rotation.button, { id })] : []),
    ...(claim ? [claimFace.element(words.ownership.claim.button, { id })] : []),
    // Nobody knows whom to warn of the end of a client of unknown origin.
    ...(extend && found.record !== undefined ? [extendFace.element(words.ends.button, { id })] : []),
    ...(transfer && found.record !== undefined
      ? [transferFace.element(words.ownership.transfer.button, { id })]
      : []),
    ...(remove ? [deleteFace.element(words.delete.button, { id })] : []),
  ];
}

const which = whichForm('show.which.v1', show);

export const showConversation: Conversation = {
  command: {
    name: 'show',
    action: 'show',
    early: true,
    async start(call, text) {
      const typed = typedClient(text);
      return typed === undefined ? askWhich(call, 'show', which) : show(call, typed);
    },
  },
  buttons: [whenPressed(showFace, show)],
  forms: [which],
};
