import type { Owner } from '../../../core/model/client-record.js';
import type { ClientRequest, RequestState } from '../../../core/requests/request.js';
import type { Sentence } from '../sentence.js';
import { requestNews } from './request-news.js';
import { alphausUser } from './setup.js';
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
    howMany === 0 ? 'no API clients' : howMany === 1 ? 'one API client' : `${howMany} API clients`,
  owner: (owner: Owner): Sentence =>
    owner.kind === 'person' ? [{ person: owner.id }] : [{ group: owner.id }],
  mention: 'For the attention of ',

  form: {
    title: 'Request API client',
    submit: 'Send request',
    why: [
      'An approver decides about it. Once it is approved, you create the client and see its secret in your direct message with me.',
    ] as Sentence,
  },
  sent: (name: string, where: Sentence): Sentence => [
    'Your request for ',
    { bold: name },
    ' was sent ',
    ...where,
    '. I tell you in our direct message what comes of it.',
  ],
  toChannel: (channel: string): Sentence => ['to ', { channel }],
  toPeople: (howMany: number): Sentence => [
    howMany === 1 ? 'to the one person who decides' : `to the ${howMany} people who decide`,
  ],
  alreadyOpen: (name: string, since: Date): Sentence => [
    'You have asked for ',
    { bold: name },
    ' under the same Alphaus user ',
    { time: since },
    ', and that request is still open. Nothing new was sent.',
  ],
  askAgain: 'Ask all the same',

  approve: 'Approve',
  deny: 'Deny',
  withdraw: 'Withdraw',
  collect: 'Create and show secret',

  denyTitle: 'Deny this request?',
  denySubmit: 'Deny',
  denyHint: 'The requester is told.',
  reason: 'Reason',
  reasonRule,
  pickTitle: 'For which user?',
  pickSubmit: 'Approve',
  close: 'Cancel',
  looking: ['Looking up the request …'] as Sentence,

  /** What stands, as everybody who may see the request reads it. */
  state: (state: RequestState): Sentence => {
    switch (state.kind) {
      case 'open':
        return ['Waits for a decision.'];
      case 'approved':
        return [
          'Approved by ',
          { person: state.approval.by },
          ' ',
          { time: new Date(state.approval.at) },
          ' for ',
          { bold: alphausUser(state.approval.user) },
          '. To be collected by the requester until ',
          { time: new Date(state.approval.collectBy) },
          '.',
        ];
      case 'collecting':
        return ['Approved by ', { person: state.approval.by }, '. The client is being created.'];
      case 'collected':
        return [
          'Approved by ',
          { person: state.approval.by },
          ' for ',
          { bold: alphausUser(state.approval.user) },
          '. Created ',
          { time: new Date(state.at) },
          ' as ',
          { code: state.client },
          '.',
        ];
      case 'ambiguous':
        return [
          'Approved by ',
          { person: state.approval.by },
          '. Alphaus did not answer clearly when the client was created, so it may exist or not.',
        ];
      case 'denied':
        return [
          'Denied by ',
          { person: state.by },
          ' ',
          { time: new Date(state.at) },
          ': ',
          { bold: state.reason },
        ];
      case 'withdrawn':
        return ['Withdrawn by the requester ', { time: new Date(state.at) }, '.'];
      case 'expired':
        return state.approval === undefined
          ? ['Expired ', { time: new Date(state.at) }, ': nobody decided it in time.']
          : [
              'Expired ',
              { time: new Date(state.at) },
              ': it was approved by ',
              { person: state.approval.by },
              ' and not collected in time.',
            ];
      case 'closed':
        return state.why === 'requester-gone'
          ? [
              'Closed ',
              { time: new Date(state.at) },
              ': the requester is no member of this workspace any more.',
            ]
          : ['Closed ', { time: new Date(state.at) }, ': nobody is left who could decide it.'];
    }
  },

  /** Said calmly to whoever comes too late. */
  late: (request: ClientRequest): Sentence => {
    const { state } = request;
    const name = { bold: request.name };
    switch (state.kind) {
      case 'open':
        return ['The time to decide the request for ', name, ' is over.'];
      case 'approved':
      case 'collecting':
      case 'collected':
      case 'ambiguous':
        return [
          'The request for ',
          name,
          ' was already approved by ',
          { person: state.approval.by },
          ' ',
          { time: new Date(state.approval.at) },
          '.',
        ];
      case 'denied':
        return [
          'The request for ',
          name,
          ' was already denied by ',
          { person: state.by },
          ' ',
          { time: new Date(state.at) },
          '.',
        ];
      case 'withdrawn':
        return [
          'The request for ',
          name,
          ' was withdrawn by its requester ',
          { time: new Date(state.at) },
          '.',
        ];
      case 'expired':
        return ['The request for ', name, ' expired ', { time: new Date(state.at) }, '.'];
      case 'closed':
        return ['The request for ', name, ' was closed ', { time: new Date(state.at) }, '.'];
    }
  },
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
  youWithdrew: (name: string): Sentence => ['Your request for ', { bold: name }, ' is withdrawn.'],

  ...requestNews,

  list: {
    title: 'Requests',
    waiting: (howMany: number): string => `Waiting for your decision: ${howMany}`,
    mine: (howMany: number): string => `Asked for by you: ${howMany}`,
    none: [
      'You have asked for nothing, and nothing waits for you. Ask with ',
      { code: '/apiclient request' },
      '.',
    ] as Sentence,
    more: (howMany: number): string => `And ${howMany} more: /apiclient requests shows them all.`,
    noneMine: 'You have asked for none.',
  },
  help: {
    request: 'ask for an API client that you may not create yourself',
    requests: 'what you asked for, and what waits for your decision',
  },
} as const;
