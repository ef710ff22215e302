import { type Inline, type Sentence, sentence } from '../sentence.js';
import { requestNews } from './request-news.js';
import { countedInWords, listed } from './grammar.js';
import { lateForRequest, moreApprovals, requestInOneLine, requestState } from './request-states.js';
import { commentRule, reasonRule } from './typed-problems.js';

/** Everything about requests that a person can read. */
export const requests = {
  title: 'Request for an API client',
  yours: 'Your request for an API client',
  facts: {
    requester: 'Requested by',
    owner: 'Owner',
    user: 'Alphaus user',
    name: 'Name',
    purpose: 'Purpose',
    asked: 'Requested',
    owned: 'Already owns',
    until: 'Decide by',
    request: 'Request',
  },
  notSure: 'Not sure: the approver chooses',
  notSureOnCard: 'The requester isn’t sure: choose it when you approve',
  owned: (howMany: number): string =>
    howMany === 0 ? 'no API clients' : countedInWords(howMany, 'API client', 'API clients'),
  /** The people that Slack is to notify of the card. */
  mention: (whom: readonly Inline[]): Sentence => ['cc ', ...listed(whom)],

  form: {
    title: 'Request API client',
    submit: 'Send request',
    why: sentence(
      'An approver decides. Once it’s approved, you create the client and see its secret in your direct message with me.',
    ),
  },
  sent: (name: string, to: { readonly channel: string } | { readonly people: number }): Sentence =>
    'people' in to && to.people === 0
      ? [
          'Your request for ',
          { bold: name },
          ' is saved, but nobody who can decide it knows yet, because Slack doesn’t accept my messages to them. I’ll keep trying. Tell an admin of this workspace. ',
          { code: '/apiclient doctor' },
          ' shows what’s wrong.',
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
