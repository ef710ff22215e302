import type { z } from 'zod';
import { retireClient } from '../../core/clients/issuing/retire-client.js';
import {
  type Gone,
  lookAtRotation,
  rotateClient,
  type RotationWanted,
} from '../../core/clients/issuing/rotate-client.js';
import type { Deleted } from '../../core/clients/erase-client.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import type { ClientId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { suggestedLifeDays } from '../../core/rights/client-life.js';
import type { Policy } from '../../core/rights/policy.js';
import { parseArguments } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineForm, whenPressed } from '../call/conversation.js';
import { rotateFace, switchedFace } from '../call/faces.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { deletionOutcome } from '../call/answering/outcome.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { rotateAgainFace, type RotationEntered } from '../forms/again.js';
import {
  OVERLAP,
  OVERLAP_MOST_DAYS,
  readOverlap,
  rotateDrawing,
  RotateHidden,
  rotateLoading,
} from '../forms/rotate-form.js';
import { clientInSight } from '../forms/client-in-sight.js';
import { endTyped, untilTyped } from '../forms/typed-wish.js';
import { readEntered, UNTIL } from '../forms/until-input.js';
import { readTypedClient } from '../forms/validation.js';
import { askWhich, whichForm } from '../forms/which-client.js';
import { redrawReceipts } from '../receipts/standing-receipt.js';
import { secretHandover } from '../receipts/receipt.js';
import { tellOwnersIfDeleted, tellOwnersOfSuccessor } from '../receipts/tell-owners.js';
import { askFor } from '../requests/ask.js';
import type { Sentence } from '../text/sentence.js';
import { message } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import { askToDelete } from './delete.js';

type Entered = z.infer<typeof RotationEntered>;

const again = (entered: Entered) => ({ face: rotateAgainFace, values: [entered] });

/** Opens the form with the old client's facts, and what was entered so far. */
const openRotateForm = (call: Call, entered: Entered): Promise<void> =>
  orTryAgain(call, again(entered), () => openFilledIn(call, entered));

async function openFilledIn(call: Call, { which, overlap, until: typed }: Entered): Promise<void> {
  await call.views.openFor('rotate', rotateLoading(call.words));
  const { services, found } = await clientInSight(call, which, 'rotate');
  const looked = found.kind === 'deleted' ? found : await lookAtRotation(services, call.person, found);
  if (looked.kind !== 'rotatable') return call.fail(goneMessage(call, looked));
  const { people, rules, workspace } = call.services;
  const [{ policy }, zone] = await Promise.all([rules.of(workspace), people.zoneOf(call.person)]);
  const { longestLifeDays } = policy;
  const until = typed ?? (await suggestedEnd(call, policy, looked.record));
  const hidden = { id: looked.client.id, zone };
  await call.views.fillIn(
    form.view(call, hidden, rotateDrawing(call.words, { of: looked, overlap, until, longestLifeDays })),
  );
}

/** As the policy suggests for a new client, else as the old one would end. */
async function suggestedEnd(call: Call, policy: Policy, { endsAt }: ClientRecord): Promise<string> {
  const days = suggestedLifeDays(policy);
  return days === undefined ? ((await untilTyped(call, endsAt)) ?? '') : `${days}d`;
}

const goneMessage = ({ words }: Call, gone: Gone): Message =>
  message(
    gone.kind === 'deleted' ? deletionOutcome(words, gone.deletion) : [words.receipt.closed(gone.closed)],
  );

const form = defineForm({
  id: 'rotate.form.v1',
  hidden: RotateHidden,
  submit(call, { id, zone }, fields) {
    const errors: Record<string, string> = {};
    const [overlap, until] = [fields.text(OVERLAP), fields.text(UNTIL)];
    const overlapDays = readOverlap(overlap);
    if (overlapDays === undefined) errors[OVERLAP] = call.words.rotation.overlapInvalid(OVERLAP_MOST_DAYS);
    const end = readEntered(call, { text: until, zone });
    if ('error' in end) errors[UNTIL] = end.error;
    if (overlapDays === undefined || 'error' in end) return { kind: 'errors', errors };
    const { endsAt } = end;
    return {
      kind: 'accepted',
      again: again({ which: { id }, overlap, until }),
      goOn: () => rotate(call, { id, overlapDays, endsAt }),
    };
  },
});

/** Makes the successor, hands its secret over, and says so where the person asked. */
async function rotate(
  call: Call,
  { id, overlapDays, endsAt }: Omit<RotationWanted, 'person'>,
): Promise<void> {
  const services = await call.connectedFor('rotate');
  const rotated = await rotateClient(
    { ...services, handover: secretHandover(call, services) },
    { person: call.person, id, overlapDays, endsAt },
  );
  switch (rotated.kind) {
    case 'deleted':
    case 'closed':
      return call.reply(goneMessage(call, rotated));
    case 'needs-approval': {
      const { user, name, purpose, owner } = rotated.old;
      return askFor(call, { user, name, purpose, owner, endsAt, rotates: { client: id, overlapDays } });
    }
    case 'ambiguous':
      return;
    case 'created':
      call.log.info({ clientId: rotated.record.id, predecessor: id, trial: rotated.trial }, 'rotated');
      return sayRotated(call, rotated.record);
  }
}

async function sayRotated(call: Call, record: ClientRecord): Promise<void> {
  const { services, words } = call;
  if (call.responseUrl !== undefined && call.channel !== services.directMessages.known(call.person)) {
    await call.reply(message([words.rotation.done(record.name)]));
  }
  await tellOwnersOfSuccessor(call, record, 'rotated');
}

/** Deletes the old client at its owner's word. */
async function switched(
  call: Call,
  { id, at }: { readonly id: ClientId; readonly at: 'receipt' | 'reminder' },
): Promise<void> {
  const services = await call.connectedFor('delete');
  const retired = await retireClient(services, {
    person: call.person,
    id,
    tell: (deleted) => sayRetired(call, { id, at }, deleted),
  });
  if (retired.kind === 'not-own') await askToDelete(call, { id });
}

async function sayRetired(
  call: Call,
  { id, at }: { readonly id: ClientId; readonly at: 'receipt' | 'reminder' },
  deleted: Deleted,
): Promise<void> {
  const { services } = call;
  const record = await services.records.find(services.workspace, id);
  const said = message(retiredSentences(call, record?.name ?? id, deleted));
  // The reminder's button has served; a receipt stays, and is redrawn.
  const isUnderWay = deleted.kind === 'already' && !deleted.deletion.done;
  await (at === 'reminder' && !isUnderWay ? call.replace(said) : call.reply(said));
  if (deleted.kind === 'deleted') {
    call.log.info({ clientId: id }, 'the old client was deleted after the switch');
  }
  await redrawReceipts(call, id);
  await redrawAttention(call, id);
  await tellOwnersIfDeleted(call, id, deleted);
}

function retiredSentences({ words }: Call, name: string, deleted: Deleted): readonly Sentence[] {
  switch (deleted.kind) {
    case 'already':
      return deletionOutcome(words, deleted.deletion);
    case 'absent':
      return [words.delete.absent(name)];
    case 'deleted':
      return [words.delete.done(name)];
  }
}

/** Rotates without a form: what is typed says all, with the policy, or the old client, for its end. */
async function rotateTyped(
  call: Call,
  { which, overlap, until }: Entered & { readonly overlap: string },
): Promise<void> {
  const overlapDays = readOverlap(overlap);
  if (overlapDays === undefined) throw new Problem({ kind: 'overlap-invalid', most: OVERLAP_MOST_DAYS });
  const { found } = await clientInSight(call, which, 'rotate');
  if (found.kind === 'deleted') return call.reply(goneMessage(call, found));
  const end = await endTyped(call, until);
  if (end === 'missing') return openRotateForm(call, { which, overlap });
  return rotate(call, { id: found.client.id, overlapDays, endsAt: end.endsAt ?? found.record?.endsAt });
}

const which = whichForm('rotate.which.v1', (call, typed) => openRotateForm(call, { which: typed }));

async function start(call: Call, text: string): Promise<void> {
  const { positional, flags } = parseArguments(text, { overlap: 'value', until: 'value' });
  const typed = positional.length === 0 ? undefined : readTypedClient(positional.join(' '));
  if (typed === undefined) return askWhich(call, 'rotate', which);
  const [overlap, until] = [flags.get('overlap'), flags.get('until')];
  if (overlap === undefined) return openRotateForm(call, { which: typed, until });
  const entered = { which: typed, overlap, until };
  return orTryAgain(call, again(entered), () => rotateTyped(call, entered));
}

export const rotateConversation: Conversation = {
  command: {
    name: 'rotate',
    action: 'rotate',
    start,
  },
  buttons: [
    whenPressed(rotateFace, (call, which) => openRotateForm(call, { which })),
    whenTriedAgain(rotateAgainFace, openRotateForm),
    whenPressed(switchedFace, switched),
  ],
  forms: [which, form],
};
