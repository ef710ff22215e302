import { z } from 'zod';
import { type AssignmentWanted, assignClient } from '../../core/clients/ownership/assign-client.js';
import { targetOf } from '../../core/clients/find-client.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineForm } from '../call/conversation.js';
import { assignFace } from '../call/faces.js';
import { deletionOutcome } from '../call/answering/outcome.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import {
  answerInReview,
  orRedrawReview,
  pressedInReview,
  redrawReview,
} from '../cards/attention/review-page.js';
import { assignAgainFace, type AssignmentEntered } from '../forms/again.js';
import { clientInSight } from '../forms/client-in-sight.js';
import {
  groupChoice,
  Hidden,
  hiddenOf,
  lookingView,
  newOwnerInputs,
  OwnershipFields,
  purposeInput,
} from '../forms/ownership-form.js';
import { mentionOf, readGrantee } from '../people/mentions.js';
import { redrawReceipt } from '../receipts/standing-receipt.js';
import { richText } from '../text/sentence.js';
import { clientFacts, message } from '../view/blocks.js';
import { optionsFor } from '../view/inputs.js';
import { ownershipOf } from './acting.js';

const GROUP_FIELD = 'assign.group.v1';

type Entered = z.infer<typeof AssignmentEntered>;

const again = (entered: Entered) => ({ face: assignAgainFace, values: [entered] });

/** Opens the form with what was entered so far. */
const openForm = (call: Call, entered: Entered): Promise<void> =>
  orTryAgain(call, again(entered), () => openFilledIn(call, entered));

async function openFilledIn(call: Call, { id, to, purpose }: Entered): Promise<void> {
  const { words } = call;
  const { assign, close } = words.ownership;
  await call.views.openFor('assign', lookingView(words, assign.title));
  const { services, found } = await clientInSight(call, { id }, 'assign');
  if (found.kind === 'deleted') {
    await call.fail(message(deletionOutcome(words, found.deletion)));
    return redrawReview(call);
  }
  await call.rights.allowedTo('assign', targetOf(services, found));
  const groups = await services.people.groups();
  await call.views.fillIn(
    form.view(
      call,
      { ...hiddenOf(id), asksPurpose: found.record === undefined },
      {
        title: assign.title,
        submit: assign.submit,
        close,
        blocks: [
          richText(...clientFacts(words, found.client, found.record)),
          ...newOwnerInputs(words, {
            groupField: GROUP_FIELD,
            groups,
            chosen: to === undefined ? undefined : readGrantee(to, groups),
          }),
          ...(found.record === undefined ? [purposeInput(words, purpose)] : []),
        ],
      },
    ),
  );
}

const form = defineForm({
  id: 'assign.form.v1',
  hidden: Hidden.extend({ asksPurpose: z.boolean() }),
  submit(call, hidden, fields) {
    const read = new OwnershipFields(call.words, fields);
    const id = read.clientId(hidden);
    const to = read.newOwner(GROUP_FIELD);
    const purpose = hidden.asksPurpose ? read.purpose() : undefined;
    if (id === undefined || to === undefined || Object.keys(read.errors).length > 0) {
      return { kind: 'errors', errors: read.errors };
    }
    return {
      kind: 'accepted',
      again: again({ id, to: mentionOf(to), purpose }),
      goOn: () => orRedrawReview(call, () => assign(call, { id, to, purpose })),
    };
  },
});

async function assign(call: Call, wanted: Omit<AssignmentWanted, 'person'>): Promise<void> {
  const services = await call.connectedFor('assign');
  const assigned = await assignClient(ownershipOf(services), { person: call.person, ...wanted });
  if (assigned.kind === 'deleted') {
    return answerInReview(call, deletionOutcome(call.words, assigned.deletion));
  }
  const { record } = assigned;
  call.log.info({ clientId: record.id, owner: record.owner.id }, 'assigned');
  await answerInReview(call, [call.words.ownership.transfer.done(record.name, record.owner)]);
  await redrawReceipt(call, record.id);
  await redrawAttention(call, record.id);
}

/** Admins give an API client an owner, whether it had one or not. */
export const assignConversation: Conversation = {
  buttons: [pressedInReview(assignFace, openForm), whenTriedAgain(assignAgainFace, openForm)],
  forms: [form],
  typeaheads: [
    {
      id: GROUP_FIELD,
      async options(call, query) {
        await call.rights.allowedTo('assign', 'any');
        return optionsFor((await call.services.people.groups()).map(groupChoice), query);
      },
    },
  ],
};
