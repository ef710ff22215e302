import { type Sentence, sentence } from '../sentence.js';
import { access } from './access.js';
import { nameRule, purposeRule } from './typed-problems.js';
import { whoCan, why } from './why.js';
import { policy } from './policy.js';
import { audit } from './audit.js';
import { clients } from './clients.js';
import { install } from './install.js';
import { doctor } from './doctor.js';
import { labelled } from './grammar.js';
import { help } from './help.js';
import { problem } from './problems.js';
import { settling } from './settling.js';
import { alphausUser, alphausUserAmong, productsAway, setup } from './setup.js';
import { requests } from './requests.js';

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
  bug: sentence(
    'This did not work because of a fault in the bot. Nothing more is done; try again, and give the reference to the person who runs the bot if it stays.',
  ),
  reference: (reference: string): Sentence => ['Reference: ', { code: reference }],
  working: sentence('Still working on it. The answer comes here.'),
  notKnownYet: sentence(
    'This takes unusually long, and I have no answer yet. I do not ask twice for what must not happen twice. What comes of it is told here, or in your direct message with me.',
  ),

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
  fact: labelled,
  warning: (said: Sentence): Sentence => ['⚠ ', ...said],
  access,
  why,
  whoCan,
  policy,
  audit,
  doctor,

  ...clients,

  help,
  version: (version: string): Sentence => [`API Clients bot, version ${version}.`],
  home: {
    intro: 'Your API clients. The command is /apiclient; /apiclient help says what you may do with it.',
    mine: (howMany: number): string => `My API clients: ${howMany}`,
    setup: 'How this workspace is set up',
    connected: 'It is connected to Alphaus.',
    notConnected: 'It is not connected to Alphaus yet.',
    approvers: 'Approvers are named.',
    noApprovers: 'No approvers are named: the admins decide requests.',
    approvalsChannel: (channel: string | undefined): Sentence =>
      channel === undefined
        ? ['There is no approvals channel: requests go to direct messages.']
        : ['Requests go to ', { channel }],
    none: 'You own none yet.',
    more: (howMany: number): string => `And ${howMany} more: /apiclient list --mine shows them all.`,
  },
};
