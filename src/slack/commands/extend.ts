import { z } from 'zod';
import { extendClient } from '../../core/clients/ending/extend-client.js';
import { type KnownClient, targetOf } from '../../core/clients/find-client.js';
import { ClientId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { suggestedLifeDays } from '../../core/rights/client-life.js';
import { parseArguments } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineForm, whenPressed } from '../call/conversation.js';
import { extendFace } from '../call/faces.js';
import { redrawAttention } from '../cards/attention/attention-posts.js';
import { deletionOutcome } from '../call/answering/outcome.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import type { ConnectedServices } from '../call/services.js';
import type { Message } from '../web-api/slack-calls.js';
import { extendAgainFace, type ExtensionEntered } from '../forms/again.js';
import { clientInSight, type WhichClient } from '../forms/client-in-sight.js';
import { readEntered, UNTIL, untilInput } from '../forms/until-input.js';
import { readEnd, readTypedClient } from '../forms/validation.js';
import { askWhich, whichForm } from '../forms/which-client.js';
import { redrawReceipt } from '../receipts/standing-receipt.js';
import { tellOwners } from '../receipts/tell-owners.js';
import { lastMinuteOf, richText } from '../text/sentence.js';
import { clientFacts, message, plain } from '../view/blocks.js';

/** Suggested where the policy suggests nothing. */
const USUAL_DAYS = 90;

/** A client of which the end can be moved by this person; `undefined` once they have heard why not. */
async function extensible(
  call: Call,
  which: WhichClient,
): Promise<{ readonly services: ConnectedServices; readonly found: KnownClient } | undefined> {
  const { services, found } = await clientInSight(call, which, 'extend');
  if (found.kind === 'deleted') {
    await call.fail(message(deletionOutcome(call.words, found.deletion)));
    return undefined;
  }
  await call.rights.allowedTo('extend', targetOf(services, found));
  if (found.record === undefined) throw new Problem({ kind: 'end-of-unknown-origin', id: found.client.id });
  return { services, found };
}

type Entered = z.infer<typeof ExtensionEntered>;

const again = (entered: Entered) => ({ face: extendAgainFace, values: [entered] });

/** Opens the form with the client's facts, and what was entered so far. */
const openForm = (call: Call, entered: Entered, tellsOfEnd = false): Promise<void> =>
  orTryAgain(call, again(entered), () => openFilledIn(call, entered, tellsOfEnd));

async function openFilledIn(call: Call, { which, until }: Entered, tellsOfEnd: boolean): Promise<void> {
  const { words } = call;
  const { form: of } = words.ends;
  await call.views.openFor('extend', {
    type: 'modal',
    title: plain(of.title),
    close: plain(of.close),
    blocks: [richText(of.loading)],
  });
  const looked = await extensible(call, which);
  if (looked === undefined) return;
  const { client, record } = looked.found;
  const { people, rules, workspace } = call.services;
  const [{ policy }, zone] = await Promise.all([rules.of(workspace), people.zoneOf(call.person)]);
  await call.views.fillIn(
    extendForm.view(
      call,
      { id: client.id, zone, tellsOfEnd },
      {
        title: of.title,
        submit: of.submit,
        close: of.close,
        blocks: [
          richText(...clientFacts(words, client, record)),
          untilInput(words, {
            initial: until ?? `${suggestedLifeDays(policy) ?? USUAL_DAYS}d`,
            longestLifeDays: policy.longestLifeDays,
            isOptional: false,
          }),
        ],
      },
    ),
  );
}

const extendForm = defineForm({
  id: 'extend.form.v1',
  hidden: z.object({
    id: ClientId,
    /** The person's time zone. */
    zone: z.string(),
    /** It was opened from a message that tells of the end. */
    tellsOfEnd: z.boolean().default(false),
  }),
  submit(call, { id, zone, tellsOfEnd }, fields) {
    const until = fields.text(UNTIL);
    const end = readEntered(call, { text: until, zone, isRequired: true });
    if ('error' in end) return { kind: 'errors', errors: { [UNTIL]: end.error } };
    const { endsAt } = end;
    if (endsAt === undefined) throw new Error('an end is required here');
    return {
      kind: 'accepted',
      again: again({ which: { id }, until }),
      goOn: () => extend(call, { id, endsAt, tellsOfEnd }),
    };
  },
});

interface Extension {
  readonly id: ClientId;
  readonly endsAt: string;
  /** The message from which it was begun tells of an end that holds no longer. */
  readonly tellsOfEnd: boolean;
}

async function extend(call: Call, { id, endsAt, tellsOfEnd }: Extension): Promise<void> {
  const services = await call.connectedFor('extend');
  const extended = await extendClient(services, { person: call.person, id, endsAt });
  const { record } = extended;
  const { ends, receipt } = call.words;
  const answer = (said: Message): Promise<void> => (tellsOfEnd ? call.replace(said) : call.reply(said));
  if (extended.kind === 'too-late') {
    const said =
      record.closed === undefined
        ? ends.deleting(record.name)
        : ends.gone(record.name, receipt.closed(record.closed));
    return answer(message([said]));
  }
  call.log.info({ clientId: id, endsAt }, 'extended');
  await answer(message([ends.extended(record.name, lastMinuteOf(endsAt))]));
  await redrawReceipt(call, id);
  await redrawAttention(call, id);
  await tellOwners(call, {
    record,
    by: call.person,
    said: (words) => words.ends.extendedBy(record, call.person, lastMinuteOf(endsAt)),
  });
}

async function start(call: Call, text: string): Promise<void> {
  const { positional, flags } = parseArguments(text, { until: 'value' });
  if (positional.length === 0) return askWhich(call, 'extend', whichToExtend);
  const which = readTypedClient(positional.join(' '));
  const until = flags.get('until');
  if (until === undefined) return openForm(call, { which });
  return orTryAgain(call, again({ which, until }), () => extendTyped(call, which, until));
}

async function extendTyped(call: Call, which: WhichClient, until: string): Promise<void> {
  const { people, now } = call.services;
  // It is found like any other first: what the person may not see is not told apart from what there is not.
  const looked = await extensible(call, which);
  if (looked === undefined) return;
  const end = readEnd(until, { now: now(), zone: await people.zoneOf(call.person) });
  return extend(call, { id: looked.found.client.id, endsAt: end.toISOString(), tellsOfEnd: false });
}

const whichToExtend = whichForm('extend.which.v1', (call, which) => openForm(call, { which }));

export const extendConversation: Conversation = {
  command: { name: 'extend', action: 'extend', start },
  buttons: [
    whenPressed(extendFace, (call, { id, tellsOfEnd }) => openForm(call, { which: { id } }, tellsOfEnd)),
    whenTriedAgain(extendAgainFace, (call, entered) => openForm(call, entered)),
  ],
  forms: [extendForm, whichToExtend],
};
