import type { z } from 'zod';
import { targetOf } from '../../core/clients/find-client.js';
import { transferClient, type TransferWanted } from '../../core/clients/ownership/transfer-client.js';
import type { Owner } from '../../core/model/client-record.js';
import type { ClientId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineForm, whenPressed } from '../call/conversation.js';
import { transferFace } from '../call/faces.js';
import { deletionOutcome } from '../call/answering/outcome.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { closeOffer } from '../cards/ownership/transfer-card.js';
import { transferAgainFace, type TransferEntered } from '../forms/again.js';
import { clientInSight, type WhichClient } from '../forms/client-in-sight.js';
import {
  groupChoice,
  Hidden,
  hiddenOf,
  idInput,
  lookingView,
  newOwnerInputs,
  OwnershipFields,
} from '../forms/ownership-form.js';
import { readTypedClient } from '../forms/validation.js';
import { ownershipOf } from '../ownership/acting.js';
import { mentionOf, readGrantee } from '../people/mentions.js';
import type { Group } from '../people/people.js';
import { redrawReceipt } from '../receipts/standing-receipt.js';
import { richText, type Sentence } from '../text/sentence.js';
import { clientFacts, message } from '../view/blocks.js';
import { optionsFor } from '../view/inputs.js';

const GROUP_FIELD = 'transfer.group.v1';

type Entered = z.infer<typeof TransferEntered>;

const again = (entered: Entered) => ({ face: transferAgainFace, values: [entered] });

/** Opens the form with what was entered so far. */
const openForm = (call: Call, entered: Entered): Promise<void> =>
  orTryAgain(call, again(entered), () => openFilledIn(call, entered));

async function openFilledIn(call: Call, { to, ...entered }: Entered): Promise<void> {
  const { words } = call;
  const { transfer: said, close } = words.ownership;
  await call.views.openFor('transfer', lookingView(words, said.title));
  const which = whichOf(entered);
  const [{ id, facts }, isAdmin, groups] = await Promise.all([
    which === undefined ? { id: undefined, facts: [] } : lookedUp(call, which),
    isAdminOf(call),
    groupsFor(call),
  ]);
  const hint = isAdmin ? said.newOwnerHintOfAdmin : said.newOwnerHint;
  await call.views.fillIn(
    form.view(call, hiddenOf(id), {
      title: said.title,
      submit: said.submit,
      close,
      blocks: [
        ...(facts.length === 0 ? [] : [richText(...facts)]),
        ...idInput(words, id, words.which.hint),
        ...newOwnerInputs(words, {
          groupField: GROUP_FIELD,
          groups,
          hint,
          chosen: to === undefined ? undefined : ownerNamed(call, to, groups),
        }),
      ],
    }),
  );
}

const whichOf = ({ id, typed }: Pick<Entered, 'id' | 'typed'>): WhichClient | undefined => {
  if (id !== undefined) return { id };
  return typed === undefined ? undefined : { typed };
};

interface LookedUp {
  readonly id: ClientId | undefined;
  readonly facts: readonly Sentence[];
}

/** What the person hands over; a `Problem` where it is not theirs. */
async function lookedUp(call: Call, which: WhichClient): Promise<LookedUp> {
  const { services, found } = await clientInSight(call, which, 'transfer');
  if (found.kind === 'deleted') {
    return { id: 'id' in which ? which.id : undefined, facts: deletionOutcome(call.words, found.deletion) };
  }
  await call.rights.allowedTo('transfer', targetOf(services, found));
  return { id: found.client.id, facts: clientFacts(call.words, found.client, found.record) };
}

const isAdminOf = async (call: Call): Promise<boolean> =>
  (await call.rights.decision('assign', 'any')).kind === 'allow';

/** An admin gives to any user group, everybody else to their own. */
const groupsFor = async (call: Call): Promise<readonly Group[]> =>
  (await isAdminOf(call))
    ? call.services.people.groups()
    : call.services.people.groupsToOffer(call.person, call.log);

const form = defineForm({
  id: 'transfer.form.v1',
  hidden: Hidden,
  submit(call, hidden, fields) {
    const read = new OwnershipFields(call.words, fields);
    const which = read.client(hidden);
    const to = read.newOwner(GROUP_FIELD);
    if (which === undefined || to === undefined) return { kind: 'errors', errors: read.errors };
    return {
      kind: 'accepted',
      again: again({ ...which, to: mentionOf(to) }),
      goOn: () => transferNamed(call, which, to),
    };
  },
});

async function transferNamed(call: Call, which: WhichClient, to: Owner): Promise<void> {
  if ('id' in which) return transfer(call, { id: which.id, to });
  const { found } = await clientInSight(call, which, 'transfer');
  if (found.kind === 'deleted') return call.reply(message(deletionOutcome(call.words, found.deletion)));
  return transfer(call, { id: found.client.id, to });
}

async function transfer(call: Call, wanted: Omit<TransferWanted, 'person'>): Promise<void> {
  const services = await call.connectedFor('transfer');
  const { words } = call;
  const { transfer: said } = words.ownership;
  const before = (await services.records.find(services.workspace, wanted.id))?.offered;
  const transferred = await transferClient(ownershipOf(services), { person: call.person, ...wanted });
  switch (transferred.kind) {
    case 'deleted':
      return call.reply(message(deletionOutcome(words, transferred.deletion)));
    case 'offered': {
      const { record, offer, replaced } = transferred;
      call.log.info({ clientId: record.id, to: offer.to }, 'offered');
      const offered = said.offered(record.name, offer.to, new Date(offer.until));
      await call.reply(message([offered, ...(replaced === undefined ? [] : [said.replaced(replaced.to)])]));
      if (replaced !== undefined) await closeOffer(call, record, replaced);
      return;
    }
    case 'transferred': {
      const { record } = transferred;
      call.log.info({ clientId: record.id, owner: record.owner.id }, 'transferred');
      await call.reply(message([said.done(record.name, record.owner)]));
      if (before !== undefined) await closeOffer(call, record, before);
      await redrawReceipt(call, record.id);
      return redrawAttention(call, record.id);
    }
  }
}

async function start(call: Call, text: string): Promise<void> {
  const { which, to } = readTyped(parseArguments(text, {}).positional);
  if (which === undefined || to === undefined) return openForm(call, { ...which, to });
  return orTryAgain(call, again({ ...which, to }), async () => {
    await call.rights.allowedTo('transfer', 'any');
    await transferNamed(call, which, await readNewOwner(call, to));
  });
}

interface TypedTransfer {
  readonly which?: WhichClient | undefined;
  /** The new owner, as somebody typed it. */
  readonly to?: string | undefined;
}

/** A person or a user group, also where Slack made no mention of it. */
const MENTION = /^(?:<[@!]|@)/;

/** Reads a client by its id or its name, which may be of several words, and the new owner after it. */
function readTyped(words: readonly string[]): TypedTransfer {
  const last = words.at(-1);
  if (last === undefined) return {};
  const to = words.length === 2 || (words.length > 2 && MENTION.test(last)) ? last : undefined;
  const name = to === undefined ? words : words.slice(0, -1);
  if (to !== undefined && name.length > 1 && name.some((word) => MENTION.test(word))) {
    throw new Problem({ kind: 'unexpected-argument', argument: to });
  }
  return { which: readTypedClient(name.join(' ')), to };
}

async function readNewOwner(call: Call, text: string): Promise<Owner> {
  const to = ownerNamed(call, text, []) ?? ownerNamed(call, text, await call.services.people.groups());
  if (to === undefined) throw new Problem({ kind: 'new-owner-invalid', why: undefined });
  return to;
}

/** `me`, or a person or user group that was mentioned. */
const ownerNamed = ({ person }: Call, text: string, groups: readonly Group[]): Owner | undefined =>
  text.toLowerCase() === 'me' ? { kind: 'person', id: person } : readGrantee(text, groups);

export const transferConversation: Conversation = {
  command: { name: 'transfer', action: 'transfer', start },
  buttons: [whenPressed(transferFace, openForm), whenTriedAgain(transferAgainFace, openForm)],
  forms: [form],
  typeaheads: [
    {
      id: GROUP_FIELD,
      async options(call, query) {
        await call.rights.allowedTo('transfer', 'any');
        return optionsFor((await groupsFor(call)).map(groupChoice), query);
      },
    },
  ],
};
