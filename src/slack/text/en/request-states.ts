import type { ClientRequest, RequestState } from '../../../core/requests/request.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import type { Sentence } from '../sentence.js';
import { labelledName } from './grammar.js';
import { alphausUser } from './setup.js';

type Approved = Extract<RequestState, { kind: 'approved' | 'collecting' | 'ambiguous' }>;

/** The state of a request, as everyone who can see it reads it. */
const states: SentenceByKind<RequestState> = {
  open: () => ['Waiting for a decision'],
  approved: ({ approval: { by, at, user, collectBy } }) => [
    'Approved by ',
    { person: by },
    ' ',
    { time: new Date(at) },
    ' for ',
    { bold: alphausUser(user) },
    '. The requester can create the client until ',
    { time: new Date(collectBy) },
    '.',
  ],
  collecting: ({ approval: { by } }) => ['Approved by ', { person: by }, '. The client is being created.'],
  collected: ({ approval: { by, user }, at, client }) => [
    'Approved by ',
    { person: by },
    ' for ',
    { bold: alphausUser(user) },
    '. Created ',
    { time: new Date(at) },
    ' as ',
    { code: client },
    '.',
  ],
  ambiguous: ({ approval: { by } }) => [
    'Approved by ',
    { person: by },
    '. Alphaus didn’t answer clearly when the client was created, so it may or may not exist.',
  ],
  denied: ({ by, at, reason }) => [
    'Denied by ',
    { person: by },
    ' ',
    { time: new Date(at) },
    ': ',
    { bold: reason },
  ],
  withdrawn: ({ at }) => ['Withdrawn by the requester ', { time: new Date(at) }, '.'],
  revoked: ({ by, at, approval }) => [
    'Approved by ',
    { person: approval.by },
    '. Approval revoked by ',
    { person: by },
    ' ',
    { time: new Date(at) },
    '.',
  ],
  expired: ({ at, approval }) =>
    approval === undefined
      ? ['Expired ', { time: new Date(at) }, ': nobody decided it in time.']
      : [
          'Expired ',
          { time: new Date(at) },
          ': it was approved by ',
          { person: approval.by },
          ', but the client wasn’t created in time.',
        ],
  closed: ({ at, why }) => [
    'Closed ',
    { time: new Date(at) },
    why === 'requester-gone'
      ? ': the requester is no longer a member of this workspace.'
      : ': nobody is left who can decide it.',
  ],
};

export const requestState = (state: RequestState): Sentence => sentenceOf(states, state);

/** A request's name, and where it stands. */
export const requestInOneLine = ({ name, state }: Pick<ClientRequest, 'name' | 'state'>): Sentence =>
  labelledName(name, requestState(state));

const alreadyApproved =
  (name: string) =>
  ({ approval }: Approved): Sentence => [
    'The request for ',
    { bold: name },
    ' was already approved by ',
    { person: approval.by },
    ' ',
    { time: new Date(approval.at) },
    '.',
  ];

/** The sentences for who comes too late to a request of this name. */
const lateTo = (name: string): SentenceByKind<RequestState> => ({
  open: () => ['The time to decide the request for ', { bold: name }, ' has passed.'],
  approved: alreadyApproved(name),
  collecting: alreadyApproved(name),
  collected: ({ approval, at }) => [
    'The request for ',
    { bold: name },
    ' was already approved by ',
    { person: approval.by },
    ', and the API client was created ',
    { time: new Date(at) },
    '.',
  ],
  ambiguous: alreadyApproved(name),
  denied: ({ by, at }) => [
    'The request for ',
    { bold: name },
    ' was already denied by ',
    { person: by },
    ' ',
    { time: new Date(at) },
    '.',
  ],
  withdrawn: ({ at }) => [
    'The request for ',
    { bold: name },
    ' was withdrawn by its requester ',
    { time: new Date(at) },
    '.',
  ],
  revoked: ({ by, at }) => [
    'The approval of ',
    { bold: name },
    ' was revoked by ',
    { person: by },
    ' ',
    { time: new Date(at) },
    '.',
  ],
  expired: ({ at }) => ['The request for ', { bold: name }, ' expired ', { time: new Date(at) }, '.'],
  closed: ({ at }) => ['The request for ', { bold: name }, ' was closed ', { time: new Date(at) }, '.'],
});

export const lateForRequest = ({ name, state }: Pick<ClientRequest, 'name' | 'state'>): Sentence =>
  sentenceOf(lateTo(name), state);
