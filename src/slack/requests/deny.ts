import { isDecidable } from '../../core/requests/request.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import type { Call } from '../call/call.js';
import { type Button, defineForm, whenPressed } from '../call/conversation.js';
import { denyFace } from '../cards/request/card.js';
import { decidersSummary } from '../cards/request/request-summary.js';
import { denyAgainFace } from '../forms/again.js';
import { readDenial } from '../forms/validation.js';
import { textInput } from '../view/blocks.js';
import { answerLate, requestFor } from './answer.js';
import { decide, type Entered, Hidden, hiddenOf, refuseOwn } from './decision.js';

const REASON = 'reason';

const denyAgain = ({ id, from, text }: Entered) => ({
  face: denyAgainFace,
  values: [
    { id, from, text },
    { id, from },
  ],
});

/** Opens the form of a denial with the reason so far, unless it is too late for one. */
const denyInForm = (call: Call, entered: Entered): Promise<void> =>
  orTryAgain(call, denyAgain(entered), () => openDenial(call, entered));

async function openDenial(call: Call, { id, from, text }: Entered): Promise<void> {
  const { words } = call;
  const { requests } = words;
  const request = await requestFor(call, id);
  await refuseOwn(call, request);
  if (!isDecidable(request, call.services.now())) {
    await call.rights.allowedTo('decide-request', { requester: request.requester });
    return answerLate(call, from, request, 'decider');
  }
  await call.views.openFor(
    'decide-request',
    denyForm.view(call, hiddenOf(call, id, from), {
      title: requests.denyTitle,
      submit: requests.denySubmit,
      close: requests.close,
      blocks: [
        ...decidersSummary(words, request).blocks,
        textInput(requests.reason, REASON, {
          initial: text ?? '',
          multiline: true,
          hint: requests.denyHint,
        }),
      ],
    }),
  );
}

export const denyForm = defineForm({
  id: 'request.deny-form.v1',
  hidden: Hidden,
  submit(call, { id, from }, fields) {
    const read = readDenial(fields.text(REASON));
    if ('broken' in read) {
      return { kind: 'errors', errors: { [REASON]: call.words.requests.reasonRule(read.broken) } };
    }
    const reason = read.text;
    return {
      kind: 'accepted',
      again: denyAgain({ id, from, text: reason }),
      goOn: async () => decide(call, await requestFor(call, id), { kind: 'deny', reason }, from),
    };
  },
});

export const denyButtons: readonly Button[] = [
  whenPressed(denyFace, denyInForm),
  whenTriedAgain(denyAgainFace, denyInForm),
];
