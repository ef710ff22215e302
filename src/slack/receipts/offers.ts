import { z } from 'zod';
import { ClientId } from '../../core/model/ids.js';
import { mustBeItsAccount } from '../../core/clients/client-context.js';
import { deleteClient } from '../../core/clients/delete-client.js';
import type { Deleted } from '../../core/clients/erase-client.js';
import type { Connection } from '../../core/connection/connection.js';
import type { IssueIntent, Offer } from '../../core/intents/intent.js';
import { lookAtOffered, type OfferedNow } from '../../core/clients/offered-clients.js';
import { Problem } from '../../core/problem.js';
import { actions, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, defineButton } from '../call/conversation.js';
import { deletionOutcome, notDone } from '../call/answering/outcome.js';
import { isCollectable } from '../../core/requests/request.js';
import { tellOwnersIfDeleted } from './tell-owners.js';
import { offeredSettled } from '../cards/request/settle.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** Says what is known of a create whose answer was lost; what may be it is offered for deletion. */
export async function tellUnclear(call: Call, intent: IssueIntent, offer: Offer | undefined): Promise<void> {
  const { id, wish } = intent;
  call.log.warn({ user: wish.user, intent: id }, 'the answer to a create was lost');
  await call.reply(
    offer === undefined
      ? notDone(call, [call.words.create.ambiguous(wish.name)])
      : offerMessage(call.words, offer, call.reference),
  );
}

/** Asks what is to become of clients that may be what an unclear create made. */
export function offerMessage(words: Words, offer: Offer, reference: string): Message {
  return question(words, { offer, left: offer.candidates, reference });
}

interface Question {
  readonly offer: Offer;
  /** The clients that still exist. */
  readonly left: readonly ClientId[];
  readonly reference: string;
  /** What was done with others. */
  readonly before?: readonly Sentence[];
}

/** Asks about the clients that are left. */
function question(words: Words, { offer, left, reference, before = [] }: Question): Message {
  const { id, wish, candidates } = offer;
  const { settling } = words;
  const look = { style: 'danger', confirm: settling.deleteConfirm } as const;
  return message(
    [
      ...before,
      ...settling.perhapsMade(wish.name, wish.user, left),
      ...(wish.request === undefined ? [] : [settling.approvalWouldHold(candidates.length)]),
      words.reference(reference),
    ],
    // One row each: separate block ids make their buttons different to Slack.
    ...left.map((client) => actions(deleteOffered.element(words.delete.button, { offer: id, client }, look))),
    actions(keepOffered.element(settling.keep, { offer: id })),
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
    const services = await call.connectedFor('delete');
    await deleteClient(services, {
      person: offer.person,
      id: client,
      user: offer.wish.user,
      account: offer.account,
      offer: id,
      tell: async (deleted) => {
        await sayDeleted(call, offer, client, deleted);
        await tellOwnersIfDeleted(call, client, deleted);
      },
    });
  },
});

async function sayDeleted(call: Call, offer: Offer, client: ClientId, deleted: Deleted): Promise<void> {
  // What somebody else has not done yet may fail: the question stays.
  if (deleted.kind === 'already' && !deleted.deletion.done) {
    return call.reply(message(deletionOutcome(call.words, deleted.deletion)));
  }
  const done =
    deleted.kind === 'already'
      ? deletionOutcome(call.words, deleted.deletion)
      : [call.words.delete.done(offer.wish.name)];
  const { left } = await lookAfterDeletion(call, offer, client);
  // Any of those may be what was made: nobody says which.
  if (left.length > 0)
    return call.replace(question(call.words, { offer, left, reference: call.reference, before: done }));
  await sayGone(call, offer, client, done);
}

/** It is done, and said, whatever the API answers about the others: of what it does not say, the question stays. */
async function lookAfterDeletion(call: Call, offer: Offer, client: ClientId): Promise<OfferedNow> {
  const { services } = call;
  try {
    return await lookAtOffered({ ...services, connection: () => itsConnection(call, offer) }, offer, client);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    call.log.warn({ err: error, offer: offer.id }, 'whether others that were offered stand is not known');
    const nobody = (): Promise<undefined> => Promise.resolve(undefined);
    return lookAtOffered({ ...services, connection: nobody }, offer, client);
  }
}

/** Leads to the account in which the offered clients live: a `Problem` where none does. */
async function itsConnection(call: Call, { wish: { user }, account }: Offer): Promise<Connection> {
  const services = await call.connected();
  await mustBeItsAccount(services, { user, account });
  return services.connection;
}

/** Nothing is left of what may have been made: the approval, if there was one, is given back. */
async function sayGone(call: Call, offer: Offer, client: ClientId, said: readonly Sentence[]): Promise<void> {
  const by = { actor: call.person, reference: call.reference };
  const request = await offeredSettled(call, offer, { kind: 'offer-gone', client }, by);
  const holds = isCollectable(request, call.services.now()) ? [call.words.settling.approvalHolds] : [];
  await call.replace(message([...said, ...holds]));
}

const keepOffered = defineButton({
  id: 'offer.keep.v1',
  value: z.object({ offer: z.string() }),
  async press(call, { offer: id }) {
    const offer = await offerFor(call, id);
    const { name } = offer.wish;
    const { gone, left } = await lookAtOffered(
      { ...call.services, connection: () => itsConnection(call, offer) },
      offer,
    );
    const last = gone.at(-1);
    if (left.length === 0 && last !== undefined) {
      return sayGone(call, offer, last, [call.words.settling.nothingToKeep(name, gone)]);
    }
    const kept =
      gone.length === 0 ? call.words.settling.kept(name) : call.words.settling.keptOfSeveral(gone, left);
    await call.replace(message([kept, ...(await keptForRequest(call, offer))]));
  },
});

/** What the request, if there is one, has of what was kept. */
async function keptForRequest(call: Call, offer: Offer): Promise<readonly Sentence[]> {
  const { wish, candidates } = offer;
  if (wish.request === undefined) return [];
  const [client, ...others] = candidates;
  // With several clients nobody can say which one it is, even when others are gone.
  if (client === undefined || others.length > 0) return [call.words.settling.staysUnclear];
  const by = { actor: call.person, reference: call.reference };
  const request = await offeredSettled(call, offer, { kind: 'offer-kept', client }, by);
  const isCollected = request?.state.kind === 'collected' && request.state.client === client;
  return isCollected ? [call.words.settling.keptForRequest(client)] : [];
}

export const offers: Conversation = { buttons: [deleteOffered, keepOffered] };
