import {
  type Approval,
  approvalsIn,
  approvalsMissing,
  approversOf,
  type GivenApproval,
  type Open,
} from '../../../../core/requests/approvals.js';
import type { ClientRequest, ClosingReason, RequestState } from '../../../../core/requests/request.js';
import { type SentenceByKind, sentenceOf } from '../../by-kind.js';
import type { RequestReader } from '../../request-reader.js';
import type { Sentence } from '../../sentence.js';
import { counted, labelledName, listed, quoted } from '../grammar.js';
import { alphausUser } from '../setup.js';

type Approved = Extract<RequestState, { kind: 'approved' | 'collecting' | 'ambiguous' }>;

/** Everybody who approved. */
export const approvers = (approval: Approval): Sentence =>
  listed(approversOf(approval).map((person) => ({ person })));

/** What approvers said with their approvals. */
export const comments = (approvals: readonly GivenApproval[]): Sentence =>
  approvals.flatMap(
    ({ by, comment }): Sentence =>
      comment === undefined ? [] : [' ', { person: by }, ' says: ', { bold: quoted(comment) }],
  );

export const moreApprovals = (howMany: number): string =>
  howMany === 1 ? 'One more approval is needed.' : `${howMany} more approvals are needed.`;

function waiting({ needed = 1, approvals = [], ...open }: Open): Sentence {
  if (approvals.length === 0) {
    return needed === 1
      ? ['Waiting for a decision']
      : ['Waiting for a decision. ', { bold: counted(needed, 'person', 'people') }, ' must approve it.'];
  }
  return [
    { bold: `${approvals.length} of ${Math.max(needed, approvals.length)} approvals: ` },
    ...listed(approvals.map(({ by }) => ({ person: by }))),
    '. ',
    moreApprovals(approvalsMissing({ ...open, needed, approvals })),
    ...comments(approvals),
  ];
}

const closedBecause: Readonly<Record<ClosingReason, string>> = {
  'requester-gone': ': the requester is no longer a member of this workspace.',
  'nobody-decides': ': nobody is left who can decide it.',
  'preparer-lost-right':
    ': the person who prepared it may no longer create API clients under this Alphaus user.',
  'old-client-gone': ': the client that was to be rotated no longer exists.',
  'too-few-decide': ': fewer people are left who can approve it than the policy asks for.',
};

const states = (readsIt: RequestReader | undefined): SentenceByKind<RequestState> => ({
  open: waiting,
  approved: ({ approval }) => [
    'Approved by ',
    ...approvers(approval),
    ' ',
    { time: new Date(approval.at) },
    ' for ',
    { bold: alphausUser(approval.user) },
    readsIt === 'requester' ? '. You' : '. The requester',
    ' can create the client until ',
    { time: new Date(approval.collectBy) },
    '.',
    ...comments(approvalsIn(approval)),
  ],
  collecting: ({ approval }) => ['Approved by ', ...approvers(approval), '. The client is being created.'],
  collected: ({ approval, at, client }) => [
    'Approved by ',
    ...approvers(approval),
    ' for ',
    { bold: alphausUser(approval.user) },
    '. Created ',
    { time: new Date(at) },
    ' as ',
    { code: client },
    '.',
  ],
  ambiguous: ({ approval }) => [
    'Approved by ',
    ...approvers(approval),
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
    ...approvers(approval),
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
          ...approvers(approval),
          ', but the client wasn’t created in time.',
        ],
  closed: ({ at, why }) => ['Closed ', { time: new Date(at) }, closedBecause[why]],
});

export const requestState = (state: RequestState, readsIt?: RequestReader): Sentence =>
  sentenceOf(states(readsIt), state);

/** A request's name, and where it stands. */
export const requestInOneLine = ({ name, state }: Pick<ClientRequest, 'name' | 'state'>): Sentence =>
  labelledName(name, requestState(state));

const alreadyApproved =
  (name: string) =>
  ({ approval }: Approved): Sentence => [
    'The request for ',
    { bold: name },
    ' was already approved by ',
    ...approvers(approval),
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
    ...approvers(approval),
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
