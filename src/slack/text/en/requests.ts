import { type Inline, type Sentence, sentence } from '../sentence.js';
import { requestNews } from './request-news.js';
import { countedInWords, listed } from './grammar.js';
import { lateForRequest, requestInOneLine, requestState } from './request-states.js';
import { reasonRule } from './typed-problems.js';

/** Everything about requests that a person can read. */
export const requests = {
  title: 'Request for an API client',
  yours: 'Your request for an API client',
  facts: {
    requester: 'Asked by',
    owner: 'For',
    user: 'Alphaus user',
    name: 'Name',
    purpose: 'Purpose',
    asked: 'Asked',
    owned: 'Has so far',
    until: 'To be decided by',
    request: 'Request',
  },
  notSure: 'Not sure: the approver picks',
  notSureOnCard: 'The requester is not sure: you pick it when you approve',
  owned: (howMany: number): string =>
    howMany === 0 ? 'no API clients' : countedInWords(howMany, 'API client', 'API clients'),
  /** Whom Slack is to notify of the card. */
  mention: (whom: readonly Inline[]): Sentence => ['For the attention of ', ...listed(whom)],

  form: {
    title: 'Request API client',
    submit: 'Send request',
    why: sentence(
      'An approver decides about it. Once it is approved, you create the client and see its secret in your direct message with me.',
    ),
  },
  sent: (name: string, to: { readonly channel: string } | { readonly people: number }): Sentence =>
    'people' in to && to.people === 0
      ? [
          'Your request for ',
          { bold: name },
          ' is kept, but I could not tell anybody who decides yet, since Slack does not take my messages to them. I keep trying. Tell an admin of this workspace: ',
          { code: '/apiclient doctor' },
          ' says what is wrong.',
        ]
      : [
          'Your request for ',
          { bold: name },
          ...('channel' in to
            ? [' was sent to ', { channel: to.channel }]
            : [
                to.people === 1
                  ? ' was sent to the one person who decides'
                  : ` was sent to the ${to.people} people who decide`,
              ]),
          '. I tell you in our direct message what comes of it.',
        ],
  alreadyOpen: (name: string, since: Date): Sentence => [
    'You have asked for ',
    { bold: name },
    ' under the same Alphaus user ',
    { time: since },
    ', and that request is still open. Nothing new was sent.',
  ],
  askAgain: 'Ask all the same',

  accountGone: sentence(
    'It waits: another Alphaus account is connected than the one in which it was asked for.',
  ),
  approve: 'Approve',
  deny: 'Deny',
  withdraw: 'Withdraw',
  collect: 'Create and show secret',
  revoke: 'Revoke approval',
  revokeConfirm: {
    title: 'Revoke this approval?',
    text: 'The requester is told, and cannot create the API client. They can ask again.',
    yes: 'Revoke approval',
    no: 'Cancel',
  },

  denyTitle: 'Deny this request?',
  denySubmit: 'Deny',
  denyHint: 'The requester is told.',
  reason: 'Reason',
  reasonRule,
  pickTitle: 'For which user?',
  pickSubmit: 'Approve',
  close: 'Cancel',
  looking: sentence('Looking up the request …'),

  state: requestState,
  inOneLine: requestInOneLine,
  /** Said calmly to whoever comes too late. */
  late: lateForRequest,
  beingCreated: (name: string): Sentence => [{ bold: name }, ' is just being created: look in a moment.'],
  alreadyCollected: (name: string, client: string): Sentence => [
    { bold: name },
    ' was already created as ',
    { code: client },
    '. Its receipt is in our direct message.',
  ],

  youApproved: (name: string, requester: string): Sentence => [
    'You approved ',
    { bold: name },
    '. ',
    { person: requester },
    ' has been told and creates it at their own click.',
  ],
  youDenied: (name: string, requester: string): Sentence => [
    'You denied ',
    { bold: name },
    '. ',
    { person: requester },
    ' has been told your reason.',
  ],
  youRevoked: (name: string, requester: string): Sentence => [
    'You revoked the approval of ',
    { bold: name },
    '. ',
    { person: requester },
    ' has been told.',
  ],
  youWithdrew: (name: string): Sentence => ['Your request for ', { bold: name }, ' is withdrawn.'],

  ...requestNews,

  list: {
    title: 'Requests',
    waiting: (howMany: number): string => `Waiting for your decision: ${howMany}`,
    approved: (howMany: number): string => `Approved and not collected yet: ${howMany}`,
    mine: (howMany: number): string => `Asked for by you: ${howMany}`,
    none: sentence(
      'You have asked for nothing, and nothing waits for you. Ask with ',
      { code: '/apiclient request' },
      '.',
    ),
    more: (howMany: number): string => `And ${howMany} more: /apiclient requests shows them all.`,
    noneMine: 'You have asked for none.',
  },
};
