import type { PersonId } from '../../../core/model/ids.js';
import { type Sentence, sentence } from '../sentence.js';
import { access } from './access.js';
import { nameRule, purposeRule } from './problems/typed-problems.js';
import { whoCan, why } from './why.js';
import { ownership } from './clients/ownership.js';
import { policy } from './policy/policy.js';
import { attention } from './attention.js';
import { audit } from './audit.js';
import { clients } from './clients/clients.js';
import { install } from './install.js';
import { ends } from './clients/ends.js';
import { doctor } from './doctor.js';
import { labelled, listed } from './grammar.js';
import { help } from './help.js';
import { problem } from './problems/problems.js';
import { settling } from './settling.js';
import { alphausUser, alphausUserAmong, productsAway, setup } from './setup.js';
import { rotation } from './clients/rotation.js';
import { prepared } from './requests/prepared.js';
import { requests } from './requests/requests.js';

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
    'That didn’t work because of an error in the bot. Try again. If it keeps happening, give the reference to the person who runs the bot.',
  ),
  reference: (reference: string): Sentence => ['Reference: ', { code: reference }],
  tryAgain: 'Try again',
  back: 'Back',
  working: sentence('Still working on it…'),
  notKnownYet: sentence(
    'This is taking unusually long, and I don’t have an answer yet. I won’t try again, so that nothing happens twice. I’ll post the result here or in your direct message with me.',
  ),

  facts: {
    name: 'Name',
    clientId: 'Client ID',
    clientSecret: 'Client secret',
    user: 'Alphaus user',
    owner: 'Owner',
    requester: 'Created by',
    purpose: 'Purpose',
    created: 'Created',
    claimed: 'Claimed',
    confirmed: 'Last confirmed',
    offered: 'Being transferred to',
    until: 'Until',
    approvers: 'Approved by',
    request: 'Request',
    secretSaved: 'Secret saved',
    unknownOrigin: 'Unknown origin: not created with this bot, so its owner and purpose aren’t known.',
  },
  fact: labelled,
  people: (all: readonly PersonId[]): Sentence => listed(all.map((person) => ({ person }))),
  secretUnconfirmed: 'not confirmed yet',
  warning: (said: Sentence): Sentence => ['⚠ ', ...said],
  access,
  ownership,
  attention,
  prepared,
  why,
  whoCan,
  policy,
  audit,
  doctor,

  ...clients,
  rotation,
  ends,

  help,
  version: (version: string): Sentence => [`API Clients bot, version ${version}.`],
  home: {
    welcome:
      'I answer to /apiclient and to buttons. I don’t read what is typed here. Create your first API client, browse what there is, or see what you can do.',
    help: 'Help',
    browse: 'Browse',
    access: 'Access',
    audit: 'Audit',
    doctor: 'Doctor',
    mine: (howMany: number): string => `My API clients: ${howMany}`,
    setup: 'Workspace setup',
    connected: 'Connected to Alphaus.',
    notConnected: 'Not connected to Alphaus yet.',
    approvers: 'Approvers are set.',
    noApprovers: 'No approvers are set, so admins decide requests.',
    approvalsChannel: (channel: string | undefined): Sentence =>
      channel === undefined
        ? ['No approvals channel is set, so requests are sent as direct messages.']
        : ['Requests go to ', { channel }, '.'],
    none: 'You don’t own any API clients yet.',
    more: (howMany: number): string => `And ${howMany} more. /apiclient list --mine shows all of them.`,
  },
};
