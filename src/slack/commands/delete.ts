import { setTimeout } from 'node:timers/promises';
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { Account } from '../../core/model/account.js';
import { accountOf } from '../../core/connection/same-account.js';
import { AlphausUserName } from '../../core/model/api-client.js';
import { ClientId } from '../../core/model/ids.js';
import { legibleLine } from '../../core/model/legible-text.js';
import { isOwn } from '../../core/clients/client-context.js';
import { deleteClient, namesClient } from '../../core/clients/delete-client.js';
import type { Deleted } from '../../core/clients/erase-client.js';
import { type KnownClient, targetOf } from '../../core/clients/find-client.js';
import type { Deletion } from '../../core/clients/deletions.js';
import { clientFacts, cut, line, message, plain, textInput } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { deleteFace } from '../call/faces.js';
import { type Conversation, defineForm } from '../call/conversation.js';
import { deletionOutcome, saidView } from '../call/answering/outcome.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { orRedrawReview, pressedInReview, redrawReview } from '../cards/attention/review-page.js';
import { redrawReceipts } from '../receipts/standing-receipt.js';
import { tellOwnersIfDeleted } from '../receipts/tell-owners.js';
import { richText, type Sentence } from '../text/sentence.js';
import type { ConnectedServices } from '../call/services.js';
import type { Words } from '../text/words.js';
import { deleteAgainFace } from '../forms/again.js';
import { clientInSight, type WhichClient } from '../forms/client-in-sight.js';
import { askWhich, typedClient, whichForm } from '../forms/which-client.js';

/** What a form carries along; longer names exist only of clients made elsewhere. */
const NAME_LIMIT = 500;
const LOOK_AGAIN_MS = 250;
const TYPED_NAME = 'typed-name';

const Confirmed = z.object({
  id: ClientId,
  user: AlphausUserName,
  name: z.string(),
  /** In which it was found. */
  account: Account.optional(),
  /** When the confirmation was shown, in milliseconds. */
  at: z.number(),
  nameMustBeTyped: z.boolean(),
});
type Confirmed = z.infer<typeof Confirmed>;

/** Shows what would be deleted, and asks. */
export const askToDelete = (call: Call, which: WhichClient): Promise<void> =>
  orTryAgain(call, again(which), () => showAndAsk(call, which));

const again = (which: WhichClient) => ({ face: deleteAgainFace, values: [which] });

async function showAndAsk(call: Call, which: WhichClient): Promise<void> {
  await call.views.openFor('delete', loadingView(call.words));
  const { services, found } = await clientInSight(call, which, 'delete');
  if (found.kind === 'deleted') {
    await call.views.fillIn(saidView(call, message(deletionOutcome(call.words, found.deletion))));
    return redrawReview(call);
  }
  await call.rights.allowedTo('delete', targetOf(services, found));
  return call.views.fillIn(await confirmation(call, services, found));
}

const loadingView = ({ delete: said }: Words): ModalView => ({
  type: 'modal',
  title: plain(said.title),
  close: plain(said.cancel),
  blocks: [line(said.loading)],
});

async function confirmation(
  call: Call,
  services: ConnectedServices,
  { client, record }: KnownClient,
): Promise<ModalView> {
  const { words } = call;
  const own = await isOwn(services, { person: call.person, owner: record?.owner });
  const nameMustBeTyped = !own && client.name.trim() !== '';
  const affected: readonly Sentence[] =
    record?.owner.kind === 'group'
      ? [words.delete.groupOwns(record.owner.id, await call.services.people.sizeOf(record.owner.id))]
      : [];
  const typed: readonly KnownBlock[] = nameMustBeTyped
    ? [textInput(words.delete.typeName, TYPED_NAME, { hint: words.delete.notYours })]
    : [];
  return form.view(
    call,
    {
      id: client.id,
      user: client.user,
      name: cut(legibleLine(client.name), NAME_LIMIT),
      account: accountOf(services.connection, client.user),
      at: call.services.now().getTime(),
      nameMustBeTyped,
    },
    {
      title: words.delete.title,
      submit: words.delete.button,
      close: words.delete.cancel,
      blocks: [
        richText([{ bold: words.delete.ask }], ...clientFacts(words, client, record), ...affected),
        ...typed,
      ],
    },
  );
}

const form = defineForm({
  id: 'delete.confirm-form.v1',
  hidden: Confirmed,
  submit(call, { id, user, name, account, at, nameMustBeTyped }, fields) {
    const { words } = call;
    const confirmed = { shownAt: new Date(at), name, typed: fields.text(TYPED_NAME) };
    if (nameMustBeTyped && !namesClient(confirmed, id)) {
      return { kind: 'errors', errors: { [TYPED_NAME]: words.delete.nameNotTyped(name) } };
    }
    return {
      kind: 'accepted',
      meanwhile: saidView(call, message([words.delete.deleting])),
      again: again({ id }),
      goOn: () =>
        orRedrawReview(call, async () => {
          const connected = await call.connectedFor('delete');
          await deleteClient(connected, {
            person: call.person,
            id,
            user,
            account,
            confirmation: confirmed,
            tell: (deleted) => sayOutcome(call, deleted, { id, user, shown: name === '' ? id : name }),
          });
          await redrawReview(call);
        }),
    };
  },
});

async function sayOutcome(
  call: Call,
  deleted: Deleted,
  { id, user, shown }: Pick<Confirmed, 'id' | 'user'> & { readonly shown: string },
): Promise<void> {
  switch (deleted.kind) {
    case 'already':
      return sayWhoDid(call, id, deleted.deletion);
    case 'absent':
      await call.replace(message([call.words.delete.absent(shown)]));
      await redrawReceipts(call, id);
      return redrawAttention(call, id);
    case 'deleted':
      call.log.info({ clientId: id, user }, 'deleted');
      await call.replace(message([call.words.delete.done(shown)]));
      await redrawReceipts(call, id);
      await redrawAttention(call, id);
      return tellOwnersIfDeleted(call, id, deleted);
  }
}

/** Somebody was first. What is under way is waited for, so that what is said stays true. */
async function sayWhoDid(call: Call, id: ClientId, first: Deletion): Promise<void> {
  const { deletions, workspace } = call.services;
  let deletion: Deletion | undefined = first;
  while (deletion !== undefined && !deletion.done) {
    await setTimeout(LOOK_AGAIN_MS);
    deletion = await deletions.find(workspace, id);
  }
  if (deletion === undefined) {
    return call.replace(message([call.words.delete.otherFailed(first.by)]));
  }
  return call.replace(message(deletionOutcome(call.words, deletion)));
}

const which = whichForm('delete.which.v1', askToDelete);

export const deleteConversation: Conversation = {
  command: {
    name: 'delete',
    action: 'delete',
    async start(call, text) {
      const typed = typedClient(text);
      return typed === undefined ? askWhich(call, 'delete', which) : askToDelete(call, typed);
    },
  },
  buttons: [pressedInReview(deleteFace, askToDelete), whenTriedAgain(deleteAgainFace, askToDelete)],
  forms: [which, form],
};
