import type { z } from 'zod';
import { type ClaimWanted, claimClient } from '../../core/clients/ownership/claim-client.js';
import { targetOf } from '../../core/clients/find-client.js';
import type { ClientId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { parseArguments, withoutMentions } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineForm } from '../call/conversation.js';
import { claimFace } from '../call/faces.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import {
  answerInReview,
  orRedrawReview,
  pressedInReview,
  redrawReview,
} from '../cards/attention/review-page.js';
import { deletionOutcome } from '../call/answering/outcome.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { claimAgainFace, type ClaimEntered } from '../forms/again.js';
import { clientInSight } from '../forms/client-in-sight.js';
import { offeredGroups, OWNER, OWNER_ME, ownerFrom, ownerInput } from '../forms/owner-input.js';
import {
  Hidden,
  hiddenOf,
  idInput,
  lookingView,
  OwnershipFields,
  purposeInput,
} from '../forms/ownership-form.js';
import { ownerTyped, readOwner } from '../forms/typed-wish.js';
import { readClientId, readPurpose } from '../forms/validation.js';
import { richText, type Sentence } from '../text/sentence.js';
import { clientFacts } from '../view/blocks.js';

type Entered = z.infer<typeof ClaimEntered>;

const again = (entered: Entered) => ({ face: claimAgainFace, values: [entered] });

/** Opens the form with what was entered so far. */
const openForm = (call: Call, entered: Entered): Promise<void> =>
  orTryAgain(call, again(entered), () => openFilledIn(call, entered));

async function openFilledIn(call: Call, { id, purpose, owner }: Entered): Promise<void> {
  const { words } = call;
  const { claim: said, close } = words.ownership;
  await call.views.openFor('claim', lookingView(words, said.title));
  const [facts, groups] = await Promise.all([
    id === undefined ? [] : factsOf(call, id),
    // Who named a group needs them; for oneself the form works without.
    owner === undefined
      ? call.services.people.groupsToOffer(call.person, call.log)
      : call.services.people.groupsOf(call.person),
  ]);
  const chosen = readOwner(call, owner, groups);
  await call.views.fillIn(
    form.view(call, hiddenOf(id), {
      title: said.title,
      submit: said.submit,
      close,
      blocks: [
        richText(...facts, said.intro),
        ...idInput(words, id),
        purposeInput(words, purpose),
        ownerInput(words, {
          groups: offeredGroups(groups, chosen),
          initial: chosen.kind === 'group' ? chosen.id : OWNER_ME,
        }),
      ],
    }),
  );
}

/** What the person claims; a `Problem` where it is gone, or not theirs to claim. */
async function factsOf(call: Call, id: ClientId): Promise<readonly Sentence[]> {
  const { services, found } = await clientInSight(call, { id }, 'claim');
  if (found.kind === 'deleted') {
    await redrawReview(call);
    return deletionOutcome(call.words, found.deletion);
  }
  await call.rights.allowedTo('claim', targetOf(services, found));
  return clientFacts(call.words, found.client, found.record);
}

const form = defineForm({
  id: 'claim.form.v1',
  hidden: Hidden,
  submit(call, hidden, fields) {
    const read = new OwnershipFields(call.words, fields);
    const id = read.clientId(hidden);
    const purpose = read.purpose();
    if (id === undefined || purpose === undefined) return { kind: 'errors', errors: read.errors };
    const owner = ownerFrom(call.person, fields.chosen(OWNER) ?? OWNER_ME);
    return {
      kind: 'accepted',
      again: again({ id, purpose, owner: ownerTyped(owner) }),
      goOn: () => orRedrawReview(call, () => claim(call, { id, purpose, owner })),
    };
  },
});

async function claim(call: Call, wanted: Omit<ClaimWanted, 'person'>): Promise<void> {
  const services = await call.connectedFor('claim');
  const claimed = await claimClient(services, { person: call.person, ...wanted });
  if (claimed.kind === 'deleted') {
    return answerInReview(call, deletionOutcome(call.words, claimed.deletion));
  }
  const { record } = claimed;
  call.log.info({ clientId: record.id, owner: record.owner.id }, 'claimed');
  await answerInReview(call, [call.words.ownership.claim.done(record.name, record.owner)]);
  await redrawAttention(call, record.id);
}

async function start(call: Call, text: string): Promise<void> {
  const { positional, flags } = parseArguments(text, { purpose: 'value', owner: 'value' });
  const [typedId, stray] = positional;
  if (stray !== undefined) throw new Problem({ kind: 'unexpected-argument', argument: stray });
  const typed = flags.get('purpose');
  const id = typedId === undefined ? undefined : readClientId(typedId);
  const purpose = typed === undefined ? undefined : readPurpose(withoutMentions(typed));
  const owner = flags.get('owner');
  if (id === undefined || purpose === undefined) return openForm(call, { id, purpose, owner });
  return orTryAgain(call, again({ id, purpose, owner }), async () => {
    await call.rights.allowedTo('claim', 'any');
    const groups = owner === undefined ? [] : await call.services.people.groupsOf(call.person);
    await claim(call, { id, purpose, owner: readOwner(call, owner, groups) });
  });
}

export const claimConversation: Conversation = {
  command: { name: 'claim', action: 'claim', start },
  buttons: [pressedInReview(claimFace, openForm), whenTriedAgain(claimAgainFace, openForm)],
  forms: [form],
};
