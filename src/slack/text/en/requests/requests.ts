import type { PersonId } from '../../../../core/model/ids.js';
import type { RequestState } from '../../../../core/requests/request.js';
import { type Inline, type Sentence, sentence } from '../../sentence.js';
import { requestNews } from './request-news.js';
import { countedInWords, listed } from '../grammar.js';
import { lateForRequest, moreApprovals, requestInOneLine, requestState } from './request-states.js';
import { askAdmin } from '../setup.js';
import { commentRule, reasonRule } from '../problems/typed-problems.js';

interface Asked {
  readonly requester: PersonId;
  readonly name: string;
  /** Absent while nobody knows which one. */
  readonly user: string | undefined;
}

interface OfMine extends Pick<Asked, 'name' | 'user'> {
  readonly isOpen: boolean;
}

interface Around {
  readonly requester: PersonId;
  /** How many API clients the requester owned when asking. */
  readonly owned: number;
  readonly requestedAt: Inline;
  readonly openUntil: Inline;
}

interface WasAsked extends Pick<Around, 'requestedAt'> {
  readonly owner: Inline;
  /** When the API client ends, if it does. */
  readonly end: Inline | undefined;
  readonly openUntil?: Inline;
}

/** Everything about requests that a person can read. */
export const requests = {
  yours: 'Your request for an API client',
  /** On the card of those who decide. */
  asks: ({ requester, name, user }: Asked): Sentence => [
    { person: requester },
    ' requests ',
    { bold: name },
    ...(user === undefined ? [] : [' under ', { bold: user }]),
  ],
  /** In the requester's own list and card. */
  ofMine: ({ name, user, isOpen }: OfMine): Sentence => [
    { bold: name },
    ...(user === undefined
      ? [isOpen ? '. The approver chooses the Alphaus user.' : '']
      : [' under ', { bold: user }]),
  ],
  noEnd: 'No end date',
  ownedUntil: (owner: Inline, end: Inline | undefined): Sentence => [
    'Owner: ',
    owner,
    ...(end === undefined ? ['. No end date.'] : ['. Until: ', end]),
  ],
  /** What somebody who decides wants to know besides the request: what the requester has, and how long there is time. */
  around: ({ requester, owned, requestedAt, openUntil }: Around): Sentence => [
    { person: requester },
    ` owns ${owned === 0 ? 'no API clients' : countedInWords(owned, 'API client', 'API clients')} · requested `,
    requestedAt,
    ' · expires ',
    openUntil,
  ],
  wasAsked: ({ owner, end, requestedAt, openUntil }: WasAsked): Sentence => [
    'Owner ',
    owner,
    ...(end === undefined ? [' · no end date'] : [' · until ', end]),
    ' · requested ',
    requestedAt,
    ...(openUntil === undefined ? [] : [' · expires ', openUntil]),
  ],
  /** What became of it: above its card, seen from across the channel. */
  outcome: {
    approved: '✓ Approved',
    collecting: '✓ Approved',
    collected: '✓ Approved and created',
    ambiguous: 'Approved, but it may not exist',
    denied: '✗ Denied',
    withdrawn: 'Withdrawn',
    revoked: '✗ Approval revoked',
    expired: 'Expired',
    closed: 'Closed',
  } satisfies Record<Exclude<RequestState['kind'], 'open'>, string>,
  notSure: 'Not sure: the approver chooses',
  notSureOnCard: sentence('The requester isn’t sure of the Alphaus user: choose it when you approve.'),
  /** The people that Slack is to notify of the card. */
  mention: (whom: readonly Inline[]): Sentence => ['cc ', ...listed(whom)],

  form: {
    title: 'Request API client',
    submit: 'Send request',
    why: sentence(
      'An approver decides. Once it’s approved, you create the client and see its secret in your direct message with me.',
    ),
  },
  sent: (
    name: string,
    to: { readonly channel: string } | { readonly people: number },
    ask: readonly PersonId[],
  ): Sentence =>
    'people' in to && to.people === 0
      ? [
          'Your request for ',
          { bold: name },
          ' is saved, but nobody who can decide it knows yet, because Slack doesn’t accept my messages to them. I’ll keep trying. ',
          ...askAdmin(ask),
          ' to run ',
          { code: '/apiclient doctor' },
          '. It shows what’s wrong.',
        ]
      : [
          'Your request for ',
          { bold: name },
          ...('channel' in to
            ? [' was sent to ', { channel: to.channel }]
            : [
                to.people === 1
                  ? ' was sent to the one person who can decide it'
                  : ` was sent to the ${to.people} people who can decide it`,
              ]),
          '. I’ll message you when it’s decided.',
        ],
  alreadyOpen: (name: string, since: Date): Sentence => [
    'You already requested ',
    { bold: name },
    ' under the same Alphaus user ',
    { time: since },
    ', and that request is still open. Nothing new was sent.',
  ],
  askAgain: 'Request anyway',
  /** Under the reason why an approved client can't be created by the policy as it is now. */
  policyChanged: (name: string): Sentence => [
    'The policy has changed since you requested ',
    { bold: name },
    ', so nothing was created. Withdraw this request and send a new one that follows the policy.',
  ],
  requestAgain: 'Request again',

  accountGone: sentence(
    'On hold: it was requested in a different Alphaus account from the one that is connected now.',
  ),
  /** On the card, once the admins are asked as well. */
  adminsAsked: (at: Date): Sentence => [
    'Nobody decided in time, so the admins were asked too ',
    { time: at },
    '.',
  ],
  approve: 'Approve',
  approveWithComment: 'Approve with comment',
  deny: 'Deny',
  withdraw: 'Withdraw',
  collect: 'Create and show secret',
  revoke: 'Revoke approval',
  revokeConfirm: {
    title: 'Revoke this approval?',
    text: 'The requester is told and can’t create the API client. They can ask again.',
    yes: 'Revoke approval',
    no: 'Cancel',
  },

  denyTitle: 'Deny this request?',
  denySubmit: 'Deny',
  denyHint: 'The requester is told.',
  reason: 'Reason',
  reasonRule,
  approveTitle: 'Approve this request?',
  approveSubmit: 'Approve',
  comment: 'Comment',
  commentHint: 'The requester and everyone who sees the card can read it.',
  commentRule,
  close: 'Cancel',

  state: requestState,
  inOneLine: requestInOneLine,
  /** The answer to somebody who comes too late. */
  late: lateForRequest,
  beingCreated: (name: string): Sentence => [
    { bold: name },
    ' is being created right now. Check again in a moment.',
  ],
  alreadyCollected: (name: string, client: string): Sentence => [
    { bold: name },
    ' was already created as ',
    { code: client },
    '. Its receipt is in your direct message with me.',
  ],

  youApproved: (name: string, requester: string): Sentence => [
    'You approved ',
    { bold: name },
    '. ',
    { person: requester },
    ' has been told and can create it now.',
  ],
  /** Where more people have to approve. */
  youApprovedToo: (name: string, missing: number): Sentence => [
    'You approved ',
    { bold: name },
    '. ',
    moreApprovals(missing),
  ],
  /** Somebody approves a request a second time. */
  approvedAlready: (name: string, missing: number): Sentence => [
    'You already approved ',
    { bold: name },
    '. ',
    moreApprovals(missing),
  ],
  changedMeanwhile: (name: string): Sentence => [
    'Somebody else changed the request for ',
    { bold: name },
    ' at the same moment, so nothing was done. Look at it again.',
  ],
  youDenied: (name: string, requester: string): Sentence => [
    'You denied ',
    { bold: name },
    '. ',
    { person: requester },
    ' has been told the reason.',
  ],
  youRevoked: (name: string, requester: string): Sentence => [
    'You revoked the approval of ',
    { bold: name },
    '. ',
    { person: requester },
    ' has been told.',
  ],
  youTookBack: (name: string, missing: number): Sentence => [
    'Your approval of ',
    { bold: name },
    ' is taken back. ',
    moreApprovals(missing),
  ],
  youWithdrew: (name: string): Sentence => ['You withdrew your request for ', { bold: name }, '.'],

  ...requestNews,

  list: {
    title: 'Requests',
    waiting: (howMany: number): string => `Waiting for your decision: ${howMany}`,
    approved: (howMany: number): string => `Approved, not created yet: ${howMany}`,
    mine: (howMany: number): string => `Your requests: ${howMany}`,
    none: sentence(
      'You have no requests, and none are waiting for your decision. Make one with ',
      { code: '/apiclient request' },
      '.',
    ),
    more: (howMany: number): string => `And ${howMany} more. /apiclient requests shows all of them.`,
    noneMine: 'You have no requests.',
  },
};
