import { z } from 'zod';
import { AlphausUserName } from '../../core/model/api-client.js';
import { RequestId } from '../../core/model/ids.js';
import { decideRequest, type Verdict } from '../../core/requests/decide-request.js';
import { revokeApproval } from '../../core/requests/revoke-approval.js';
import { Problem } from '../../core/problem.js';
import { type ClientRequest, isDecidable } from '../../core/requests/request.js';
import { awayNote, plain, textInput } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { userOptions } from '../forms/create-form.js';
import {
  type Button,
  defineForm,
  type Drawing,
  type Form,
  type Typeahead,
  whenPressed,
} from '../call/conversation.js';
import { richText } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { readDenial } from '../forms/validation.js';
import { answerLate, answerPress, requestFor } from './answer.js';
import { approveFace, denyFace, type From, OfRequest, requestFacts, revokeFace } from '../cards/card.js';
import { deliver } from '../cards/deliver.js';

const field = { reason: 'reason', user: 'request.user.v1' } as const;
const OPTIONS_LIMIT = 100;

/** What a form carries along: which request, and where the button stood. */
const Hidden = OfRequest.extend({ responseUrl: z.string().optional(), channel: z.string().optional() });
const hiddenOf = (call: Call, id: RequestId, from: From) => ({
  id,
  ...(from !== undefined && { from }),
  responseUrl: call.responseUrl,
  channel: call.channel,
});

async function decide(call: Call, request: ClientRequest, verdict: Verdict, from: From): Promise<void> {
  const decided = await decideRequest(call.acting, { request, person: call.person, verdict });
  if (decided.kind === 'late') return answerLate(call, from, decided.request, 'decider');
  call.log.info({ request: request.id, verdict: verdict.kind }, 'decided');
  await deliver(call.services, call.log, decided.request);
  const { youApproved, youDenied } = call.words.requests;
  const said = verdict.kind === 'approve' ? youApproved : youDenied;
  await answerPress(call, from, [said(request.name, request.requester)]);
}

const approveButton = whenPressed(approveFace, async (call, { id, from }) => {
  const { words } = call;
  const request = await requestFor(call, id);
  if (request.user !== undefined || !isDecidable(request, call.services.now())) {
    return decide(call, request, { kind: 'approve' }, from);
  }
  await refuseOwn(call, request);
  await call.openFor('decide-request', pickForm.view(hiddenOf(call, id, from), loading(words)));
  const { connection } = await call.connected();
  const { users, away } = await connection.alphaus.users();
  await call.fillIn(
    pickForm.view(hiddenOf(call, id, from), {
      title: words.requests.pickTitle,
      submit: words.requests.pickSubmit,
      close: words.requests.close,
      blocks: [
        richText(...requestFacts(words, request, 'decider')),
        ...awayNote(
          words,
          away.map(({ product }) => product),
        ),
        {
          type: 'input',
          block_id: field.user,
          label: plain(words.facts.user),
          element:
            users.length <= OPTIONS_LIMIT
              ? {
                  type: 'static_select',
                  action_id: field.user,
                  options: [...userOptions(words, { users, query: '' })],
                }
              : { type: 'external_select', action_id: field.user, min_query_length: 0 },
        },
      ],
    }),
  );
});

const loading = ({ requests }: Words): Drawing => ({
  title: requests.pickTitle,
  close: requests.close,
  blocks: [richText(requests.looking)],
});

/** Asks the approver for the Alphaus user when the requester was not sure. */
const pickForm = defineForm({
  id: 'request.pick.v1',
  hidden: Hidden,
  submit(call, { id, from }, fields) {
    const user = AlphausUserName.safeParse(fields.chosen(field.user)).data;
    if (user === undefined)
      return { kind: 'errors', errors: { [field.user]: call.words.create.userMissing } };
    return {
      kind: 'accepted',
      async goOn() {
        await call.rights.allowedTo('decide-request', 'any');
        const { connection } = await call.connected();
        if (!(await connection.alphaus.usersBeside(user)).some(({ name }) => name === user)) {
          throw new Problem({ kind: 'alphaus-user-unknown', user });
        }
        await decide(call, await requestFor(call, id), { kind: 'approve', user }, from);
      },
    };
  },
});

const denyButton = whenPressed(denyFace, async (call, { id, from }) => {
  const { words } = call;
  const { requests } = words;
  const request = await requestFor(call, id);
  await refuseOwn(call, request);
  if (!isDecidable(request, call.services.now())) {
    await call.rights.allowedTo('decide-request', { requester: request.requester });
    return answerLate(call, from, request, 'decider');
  }
  await call.openFor(
    'decide-request',
    denyForm.view(hiddenOf(call, id, from), {
      title: requests.denyTitle,
      submit: requests.denySubmit,
      close: requests.close,
      blocks: [
        richText(...requestFacts(words, request, 'decider')),
        textInput(requests.reason, field.reason, { multiline: true, hint: requests.denyHint }),
      ],
    }),
  );
});

const denyForm = defineForm({
  id: 'request.deny-form.v1',
  hidden: Hidden,
  submit(call, { id, from }, fields) {
    const read = readDenial(fields.text(field.reason));
    if ('broken' in read) {
      return { kind: 'errors', errors: { [field.reason]: call.words.requests.reasonRule(read.broken) } };
    }
    const reason = read.text;
    return {
      kind: 'accepted',
      goOn: async () => decide(call, await requestFor(call, id), { kind: 'deny', reason }, from),
    };
  },
});

const revokeButton = whenPressed(revokeFace, async (call, { id, from }) => {
  const request = await requestFor(call, id);
  const revoked = await revokeApproval(call.acting, { request, person: call.person });
  if (revoked.kind === 'late') return answerLate(call, from, revoked.request, 'decider');
  call.log.info({ request: id }, 'approval revoked');
  await deliver(call.services, call.log, revoked.request);
  await answerPress(call, from, [call.words.requests.youRevoked(request.name, request.requester)]);
});

/** Before a form is opened that could lead to nothing. */
async function refuseOwn(call: Call, { requester }: ClientRequest): Promise<void> {
  if (requester === call.person) await call.rights.allowedTo('decide-request', { requester });
}

export const decisionButtons: readonly Button[] = [approveButton, denyButton, revokeButton];
export const decisionForms: readonly Form[] = [pickForm, denyForm];
export const decisionTypeaheads: readonly Typeahead[] = [
  {
    id: field.user,
    async options(call, query) {
      await call.rights.allowedTo('decide-request', 'any');
      const { connection } = await call.connected();
      return userOptions(call.words, { users: (await connection.alphaus.users()).users, query });
    },
  },
];
