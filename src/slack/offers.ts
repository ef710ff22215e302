import { z } from 'zod';
import { ClientId } from '../core/api-client.js';
import { leadsTo } from '../core/account.js';
import { type Deleted, deleteClient } from '../core/delete-client.js';
import { takeTurn } from '../core/limits.js';
import type { IssueIntent, Offer } from '../core/intent.js';
import { Problem } from '../core/problem.js';
import { accountChanged } from './account-changed.js';
import { actions, message } from './blocks.js';
import type { Call } from './call.js';
import type { Message } from './calls.js';
import { type Conversation, defineButton } from './conversation.js';
import { deletionOutcome, notDone } from './outcome.js';
import { isCollectable, offeredSettled } from './requests/settle.js';
import { en } from './text/en.js';

/** Says what is known of a create whose answer was lost; what may be it is offered for deletion. */
export async function tellUnclear(call: Call, intent: IssueIntent, offer: Offer | undefined): Promise<void> {
  const { id, wish } = intent;
  call.log.warn({ user: wish.user, intent: id }, 'the answer to a create was lost');
  await call.reply(
    offer === undefined
      ? notDone(call, [en.create.ambiguous(wish.name)])
      : offerMessage(offer, call.reference),
  );
}

/** Asks what is to become of clients that may be what an unclear create made. */
export function offerMessage({ id, wish, candidates }: Offer, reference: string): Message {
  const look = { style: 'danger', confirm: en.settling.deleteConfirm } as const;
  return message(
    [
      ...en.settling.perhapsMade(wish.name, wish.user, candidates),
      ...(wish.request === undefined ? [] : [en.settling.approvalWouldHold]),
      en.reference(reference),
    ],
    // One row each: an id of its own makes their buttons different to Slack.
    ...candidates.map((client) =>
      actions(deleteOffered.element(en.delete.button, { offer: id, client }, look)),
    ),
    actions(keepOffered.element(en.settling.keep, { offer: id })),
  );
}

/** The offer, if it is this person's; of those that it names one is to be deleted, or none. */
async function offerFor(call: Call, id: string, deleted?: ClientId): Promise<Offer> {
  await call.rights.allowedTo('use');
  const { intents, workspace } = call.services;
  const offer = await intents.findOffer(workspace, id);
  const isOffered = deleted === undefined || offer?.candidates.includes(deleted) === true;
  if (offer?.person === call.person && isOffered) return offer;
  const reason = offer === undefined || offer.person === call.person ? 'offer-over' : 'not-requester';
  if (deleted === undefined) await call.rights.recordRefusal('use', 'any', reason);
  else await call.rights.recordRefusal('delete', { clientId: deleted }, reason);
  throw new Problem({ kind: 'offer-over' });
}

const deleteOffered = defineButton({
  id: 'offer.delete.v1',
  value: z.object({ offer: z.string(), client: ClientId }),
  async press(call, { offer: id, client }) {
    const offer = await offerFor(call, id, client);
    const { wish, person, account } = offer;
    const record = await call.services.records.find(call.services.workspace, client);
    const { user } = wish;
    const target = {
      clientId: client,
      user,
      // It was asked for by this person: theirs, as far as anybody knows. Meanwhile it may be known to be another's.
      owner: record?.owner ?? { kind: 'person', id: person },
    } as const;
    const { rule, rules } = await call.rights.allowedTo('delete', target);
    const connected = await call.connected();
    await call.rights.refusing('delete', target, async () => {
      if (!(await leadsTo(connected.connection, { user, account })))
        throw await accountChanged(call.services, user);
      await takeTurn(connected, rules.policy, person, 'delete');
    });
    await deleteClient(connected, { user, id: client, person, rule, offer: id }, (deleted) =>
      sayDeleted(call, offer, client, deleted),
    );
  },
});

async function sayDeleted(call: Call, offer: Offer, client: ClientId, deleted: Deleted): Promise<void> {
  // What somebody else has not done yet may fail: the question stays.
  if (deleted.kind === 'already' && !deleted.deletion.done) {
    return call.reply(message(deletionOutcome(deleted.deletion)));
  }
  const by = { actor: call.person, reference: call.reference };
  const request = await offeredSettled(call, offer, { kind: 'offer-gone', client }, by);
  await call.replace(
    message([
      ...(deleted.kind === 'already' ? deletionOutcome(deleted.deletion) : [en.delete.done(offer.wish.name)]),
      ...(isCollectable(request, call.services.now()) ? [en.settling.approvalHolds] : []),
    ]),
  );
}

const keepOffered = defineButton({
  id: 'offer.keep.v1',
  value: z.object({ offer: z.string() }),
  async press(call, { offer: id }) {
    const offer = await offerFor(call, id);
    const { name } = offer.wish;
    const [client, ...others] = offer.candidates;
    // Of several nobody says which one it is.
    const one = others.length === 0 ? client : undefined;
    const by = { actor: call.person, reference: call.reference };
    const request = one && (await offeredSettled(call, offer, { kind: 'offer-kept', client: one }, by));
    const isCollected = request?.state.kind === 'collected' && request.state.client === one;
    await call.replace(
      message([en.settling.kept(name), ...(one && isCollected ? [en.settling.keptForRequest(one)] : [])]),
    );
  },
});

export const offers: Conversation = { buttons: [deleteOffered, keepOffered] };
