import type { InputBlock } from '@slack/types';
import { AlphausUserName } from '../../core/model/api-client.js';
import { Problem } from '../../core/problem.js';
import type { Approve } from '../../core/requests/decide-request.js';
import { type ClientRequest, isDecidable } from '../../core/requests/request.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import type { Call } from '../call/call.js';
import { type Button, defineForm, type Typeahead, whenPressed } from '../call/conversation.js';
import {
  approveFace,
  approveWithCommentFace,
  type From,
  pickBlockOf,
  PICKED_USER,
} from '../cards/request/card.js';
import { decidersSummary } from '../cards/request/request-summary.js';
import { approveAgainFace } from '../forms/again.js';
import { userOptions } from '../forms/user-input.js';
import { readComment } from '../forms/validation.js';
import { cut, plain, textInput } from '../view/blocks.js';
import type { Fields } from '../view/fields.js';
import { answerLate, requestFor } from './answer.js';
import { decide, type Entered, Hidden, hiddenOf, refuseOwn } from './decision.js';

const COMMENT = 'comment';

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

const approveAgain = (entered: Entered) => ({
  face: approveAgainFace,
  values: [entered, { ...entered, text: undefined }],
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
          ...textInput(requests.comment, COMMENT, {
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

export const approveForm = defineForm({
  id: 'request.approve-form.v1',
  hidden: Hidden,
  submit(call, { id, from }, fields) {
    const typed = fields.text(COMMENT);
    const read = typed.trim() === '' ? undefined : readComment(typed);
    if (read !== undefined && 'broken' in read) {
      return { kind: 'errors', errors: { [COMMENT]: call.words.requests.commentRule(read.broken) } };
    }
    const verdict = { kind: 'approve', user: pickedIn(fields, { id }), comment: read?.text } as const;
    return {
      kind: 'accepted',
      again: approveAgain({ id, from, user: verdict.user, text: verdict.comment }),
      goOn: async () => approve(call, await requestFor(call, id), verdict, from),
    };
  },
});

export const approveButtons: readonly Button[] = [
  approveButton,
  approveWithCommentButton,
  whenTriedAgain(approveAgainFace, approveInForm),
  pickSelect,
];

export const approveTypeaheads: readonly Typeahead[] = [
  {
    id: PICKED_USER,
    async options(call, query) {
      await call.rights.allowedTo('decide-request', 'any');
      const { connection } = await call.connected();
      return userOptions(call.words, { users: (await connection.alphaus.users()).users, query });
    },
  },
];
