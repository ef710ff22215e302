import type { InputBlock } from '@slack/types';
import type { z } from 'zod';
import { AlphausUserName } from '../../core/model/api-client.js';
import type { RequestId } from '../../core/model/ids.js';
import { approvalsMissing } from '../../core/requests/approvals.js';
import { type Approve, decideRequest, type Verdict } from '../../core/requests/decide-request.js';
import { revokeApproval } from '../../core/requests/revoke-approval.js';
import { Problem } from '../../core/problem.js';
import { type ClientRequest, isDecidable } from '../../core/requests/request.js';
import { cut, plain, textInput } from '../view/blocks.js';
import type { Fields } from '../view/fields.js';
import type { Call } from '../call/call.js';
import { userOptions } from '../forms/user-input.js';
import { type Button, defineForm, type Form, type Typeahead, whenPressed } from '../call/conversation.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { approveAgainFace, type Decision, denyAgainFace } from '../forms/again.js';
import type { Words } from '../text/words.js';
import { CameFrom } from '../transport/payloads.js';
import { readComment, readDenial } from '../forms/validation.js';
import { answerDecision, answerLate, requestFor } from './answer.js';
import {
  approveFace,
  approveWithCommentFace,
  denyFace,
  type From,
  OfRequest,
  pickBlockOf,
  PICKED_USER,
  revokeFace,
} from '../cards/request/card.js';
import { decidersSummary } from '../cards/request/request-summary.js';
import { deliver } from '../cards/request/deliver.js';

const field = { reason: 'reason', comment: 'comment' } as const;

/** What a form carries along: which request, and in which message the button stood. */
const Hidden = OfRequest.extend(CameFrom.pick({ messageTs: true }).shape);
const hiddenOf = (call: Call, id: RequestId, from: From) => ({
  id,
  ...(from !== undefined && { from }),
  messageTs: call.messageTs,
});

async function decide(call: Call, request: ClientRequest, verdict: Verdict, from: From): Promise<void> {
  const decided = await decideRequest(call.acting, { request, person: call.person, verdict });
  if (decided.kind === 'late') return answerLate(call, from, decided.request, 'decider');
  call.log.info({ request: request.id, verdict: verdict.kind }, 'decided');
  const isDelivered = await deliver(call.services, call.log, decided.request);
  const said = decidedSentence(call.words, decided.request, verdict);
  await answerDecision(call, from, { request: decided.request, isDelivered, said });
}

function decidedSentence({ requests }: Words, { name, requester, state }: ClientRequest, verdict: Verdict) {
  if (verdict.kind === 'deny') return requests.youDenied(name, requester);
  return state.kind === 'open'
    ? requests.youApprovedToo(name, approvalsMissing(state))
    : requests.youApproved(name, requester);
}

const approveButton = whenPressed(approveFace, async (call, { id, from }, fields) => {
  const request = await requestFor(call, id);
  const picked = pickedIn(fields, request);
  if (needsPick(request, call.services.now()) && picked === undefined)
    return openApproval(call, request, { id, from });
  await approve(call, request, { kind: 'approve', user: picked }, from);
});

const approveWithCommentButton = whenPressed(approveWithCommentFace, (call, { id, from }, fields) =>
  approveInForm(call, { id, from, user: pickedIn(fields, { id }) }),
);

type Entered = z.infer<typeof Decision>;

const approveAgain = (entered: Entered) => ({
  face: approveAgainFace,
  values: [entered, { ...entered, text: undefined }],
});
const denyAgain = ({ id, from, text }: Entered) => ({
  face: denyAgainFace,
  values: [
    { id, from, text },
    { id, from },
  ],
});

/** Opens the form of an approval with what was entered so far, unless it is too late for one. */
const approveInForm = (call: Call, entered: Entered): Promise<void> =>
  orTryAgain(call, approveAgain(entered), async () => {
    const { id, from } = entered;
    const request = await requestFor(call, id);
    if (isDecidable(request, call.services.now())) return openApproval(call, request, entered);
    await call.rights.allowedTo('decide-request', { requester: request.requester });
    return answerLate(call, from, request, 'decider');
  });

/** Choosing an Alphaus user on the card decides nothing yet: the choice is read when a button is pressed. */
const pickSelect: Button = {
  id: PICKED_USER,
  async press(call) {
    await call.rights.allowedTo('decide-request', 'any');
  },
};

const pickedIn = (fields: Fields, request: Pick<ClientRequest, 'id'>): AlphausUserName | undefined =>
  AlphausUserName.safeParse(fields.chosen(PICKED_USER, pickBlockOf(request))).data;

const needsPick = (request: ClientRequest, now: Date): boolean =>
  request.state.kind === 'open' &&
  isDecidable(request, now) &&
  request.user === undefined &&
  request.state.picked === undefined;

/** Approves, for an Alphaus user that there is. */
async function approve(call: Call, request: ClientRequest, verdict: Approve, from: From): Promise<void> {
  const { user } = verdict;
  if (user !== undefined) {
    await call.rights.allowedTo('decide-request', 'any');
    const { connection } = await call.connected();
    if (!(await connection.alphaus.usersBeside(user)).some(({ name }) => name === user)) {
      throw new Problem({ kind: 'alphaus-user-unknown', user });
    }
  }
  await decide(call, request, verdict, from);
}

/** The form of an approval: for a comment, and for the Alphaus user where nobody has picked one. */
async function openApproval(
  call: Call,
  request: ClientRequest,
  { from, user: picked, text }: Entered,
): Promise<void> {
  const { words, services } = call;
  const { requests } = words;
  await refuseOwn(call, request);
  const option = picked && { text: plain(cut(words.alphausUser(picked), 75)), value: picked };
  await call.views.openFor(
    'decide-request',
    approveForm.view(call, hiddenOf(call, request.id, from), {
      title: requests.approveTitle,
      submit: requests.approveSubmit,
      close: requests.close,
      blocks: [
        ...decidersSummary(words, request).blocks,
        ...(needsPick(request, services.now())
          ? [
              {
                type: 'input',
                block_id: pickBlockOf(request),
                label: plain(words.facts.user),
                element: {
                  type: 'external_select',
                  action_id: PICKED_USER,
                  min_query_length: 0,
                  ...(option !== undefined && { initial_option: option }),
                },
              } satisfies InputBlock,
            ]
          : []),
        {
          ...textInput(requests.comment, field.comment, {
            initial: text ?? '',
            multiline: true,
            hint: requests.commentHint,
          }),
          optional: true,
        },
      ],
    }),
  );
}

const approveForm = defineForm({
  id: 'request.approve-form.v1',
  hidden: Hidden,
  submit(call, { id, from }, fields) {
    const typed = fields.text(field.comment);
    const read = typed.trim() === '' ? undefined : readComment(typed);
    if (read !== undefined && 'broken' in read) {
      return { kind: 'errors', errors: { [field.comment]: call.words.requests.commentRule(read.broken) } };
    }
    const verdict = { kind: 'approve', user: pickedIn(fields, { id }), comment: read?.text } as const;
    return {
      kind: 'accepted',
      again: approveAgain({ id, from, user: verdict.user, text: verdict.comment }),
      goOn: async () => approve(call, await requestFor(call, id), verdict, from),
    };
  },
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
        textInput(requests.reason, field.reason, {
          initial: text ?? '',
          multiline: true,
          hint: requests.denyHint,
        }),
      ],
    }),
  );
}

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
      again: denyAgain({ id, from, text: reason }),
      goOn: async () => decide(call, await requestFor(call, id), { kind: 'deny', reason }, from),
    };
  },
});

const revokeButton = whenPressed(revokeFace, async (call, { id, from }) => {
  const request = await requestFor(call, id);
  const revoked = await revokeApproval(call.acting, { request, person: call.person });
  if (revoked.kind === 'late') return answerLate(call, from, revoked.request, 'decider');
  call.log.info({ request: id }, 'approval revoked');
  const isDelivered = await deliver(call.services, call.log, revoked.request);
  const { youRevoked, youTookBack } = call.words.requests;
  const { name, requester, state } = revoked.request;
  const said =
    state.kind === 'open' ? youTookBack(name, approvalsMissing(state)) : youRevoked(name, requester);
  await answerDecision(call, from, { request: revoked.request, isDelivered, said });
});

/** Before a form is opened that could lead to nothing. */
async function refuseOwn(call: Call, { requester }: ClientRequest): Promise<void> {
  if (requester === call.person) await call.rights.allowedTo('decide-request', { requester });
}

export const decisionButtons: readonly Button[] = [
  approveButton,
  approveWithCommentButton,
  whenTriedAgain(approveAgainFace, approveInForm),
  whenPressed(denyFace, denyInForm),
  whenTriedAgain(denyAgainFace, denyInForm),
  revokeButton,
  pickSelect,
];
export const decisionForms: readonly Form[] = [approveForm, denyForm];
export const decisionTypeaheads: readonly Typeahead[] = [
  {
    id: PICKED_USER,
    async options(call, query) {
      await call.rights.allowedTo('decide-request', 'any');
      const { connection } = await call.connected();
      return userOptions(call.words, { users: (await connection.alphaus.users()).users, query });
    },
  },
];
