import type { Owner } from '../../../core/model/client-record.js';
import type { Inline, Sentence } from '../sentence.js';
import { access } from './access.js';
import { nameRule, purposeRule } from './typed-problems.js';
import { whoCan, why } from './why.js';
import { policy } from './policy.js';
import { audit } from './audit.js';
import { clients } from './clients.js';
import { install } from './install.js';
import { doctor } from './doctor.js';
import { problem } from './problems.js';
import { settling } from './settling.js';
import { alphausUser, alphausUserAmong, productsAway, setup } from './setup.js';
import { requests } from './requests.js';

const owner = (of: Owner): Inline => (of.kind === 'person' ? { person: of.id } : { group: of.id });

/** Every sentence of the bot in English. */
export const en = {
  problem,
  settling,
  nameRule,
  purposeRule,
  setup,
  install,
  alphausUser,
  alphausUserAmong,
  productsAway,
  requests,
  bug: [
    'This did not work because of a fault in the bot. Nothing more is done; try again, and give the reference to the person who runs the bot if it stays.',
  ],
  reference: (reference: string): Sentence => ['Reference: ', { code: reference }],
  working: ['Still working on it. The answer comes here.'],
  notKnownYet: [
    'This takes unusually long, and I have no answer yet. I do not ask twice for what must not happen twice. What comes of it is told here, or in your direct message with me.',
  ],

  facts: {
    name: 'Name',
    clientId: 'Client ID',
    clientSecret: 'Client secret',
    user: 'Alphaus user',
    owner: 'Owner',
    requester: 'Made by',
    purpose: 'Purpose',
    created: 'Created',
    unknownOrigin: 'Unknown origin: not made with this bot, so its owner and purpose are not known.',
  },
  owner,
  access,
  why,
  whoCan,
  policy,
  audit,
  doctor,

  ...clients,

  help: {
    title: 'API Clients',
    intro: 'Create, list and delete API clients of Alphaus from Slack. A secret is shown only to you, once.',
    unknown: (word: string): Sentence => ['I do not know ', { code: word }, '. This is what I know:'],
    may: 'You may use all of these.',
    mayNot: 'These you may not use for now:',
    create: 'make an API client; without arguments a form opens',
    list: 'browse the API clients',
    show: 'everything known about one client',
    delete: 'delete a client, after a confirmation',
    help: 'this text',
    version: 'which version of the bot runs',
  },
  version: (version: string): Sentence => [`API Clients bot, version ${version}.`],
  home: {
    intro: 'Your API clients. The command is /apiclient; /apiclient help says what you may do with it.',
    mine: (howMany: number): string => `My API clients: ${howMany}`,
    setup: 'How this workspace is set up',
    connected: 'It is connected to Alphaus.',
    notConnected: 'It is not connected to Alphaus yet.',
    approvers: 'Approvers are named.',
    noApprovers: 'No approvers are named: the admins decide requests.',
    approvalsChannel: 'Requests go to ',
    noApprovalsChannel: 'There is no approvals channel: requests go to direct messages.',
    none: 'You own none yet.',
    more: (howMany: number): string => `And ${howMany} more: /apiclient list --mine shows them all.`,
  },
} as const;
