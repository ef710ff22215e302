import type { ConnectedAccount } from '../../../core/connection/connection.js';
import type { ChannelRefusal } from '../../refusal.js';
import { type Sentence, sentence } from '../sentence.js';
import { countedInWords, inARow, textsListed } from './grammar.js';
import { policy } from './policy/policy.js';
import { channelRefused } from './problems/slack-problems.js';
import { setup } from './setup.js';

const INVITE = '/invite @API Clients';

/** The channels that a policy names. */
type ChannelPart = 'approvalsChannel' | 'auditChannel' | 'digestChannel';

const SHARED_WITH = {
  company: 'is shared with another company. Its people',
  invited: 'has an open invitation to another company. Once it is accepted, its people',
  organisation: 'is shared with other workspaces of your organisation. Their people',
} as const;

/** What follows from it that others read a channel. */
const READ_THERE: Readonly<Record<ChannelPart, string>> = {
  approvalsChannel: 'can read who requests which API client and why. Their clicks on the cards are refused.',
  auditChannel: 'can read who did what to which API client.',
  digestChannel: 'can read which API clients need attention. Their clicks are refused.',
};

const withoutChannel: Readonly<Record<ChannelPart, string>> = {
  approvalsChannel: 'not set, so each approver gets a direct message.',
  auditChannel: 'not set. The trail is still kept.',
  digestChannel: 'not set, so each admin gets a direct message.',
};

/** What is looked at. */
const names = {
  slack: 'Slack',
  messagesTab: 'Messages tab',
  channels: 'Channels',
  connection: 'Connection',
  store: 'Store',
  keys: 'Encryption keys',
  policy: 'Policy',
  trail: 'Audit trail',
  version: 'Version',
};

export const doctor = {
  title: 'Doctor',
  finding: (isGood: boolean, said: Sentence): Sentence => [
    { bold: isGood ? '✓ good:' : '✗ bad:' },
    ' ',
    ...said,
  ],
  sum: (wrong: number): Sentence => [
    wrong === 0 ? 'No problems found' : wrong === 1 ? '1 problem found' : `${wrong} problems found`,
  ],
  passed: (number: number): Sentence => [number === 1 ? '1 check passed.' : `${number} checks passed.`],
  showPassed: 'Show passed checks',
  /** What could not be looked at, and why. */
  couldNotLook: (what: keyof typeof names, why: Sentence): Sentence => [`${names[what]}: `, ...why],

  scopes: sentence('Slack has granted every scope the app needs.'),
  scopesNotKnown: sentence(
    'Slack’s answer doesn’t say which scopes are granted. A proxy may be dropping the x-oauth-scopes header. The other checks use most of the scopes.',
  ),
  scopesMissing: (missing: readonly string[]): Sentence => [
    'Slack has not granted ',
    { code: textsListed(missing) },
    '. Install the app in this workspace again, with the current manifest.',
  ],
  clock: (seconds: number): Sentence => [
    seconds === 0
      ? 'The clock matches Slack’s.'
      : `The clock is ${seconds} s off from Slack’s, which is close enough.`,
  ],
  clockWrong: (seconds: number, isFast: boolean): Sentence => [
    `The bot’s clock is ${seconds} s ${isFast ? 'ahead of' : 'behind'} Slack’s. From 300 s on, Slack’s requests are refused. The person who runs the bot must set the clock, best with NTP.`,
  ],
  dmTried: sentence(
    'The doctor is checking whether a secret can reach you here. It can: you’re reading this.',
  ),
  messagesTab: sentence('Direct messages from the app arrive, so secrets can be shown.'),
  messagesTabOff: sentence(
    'The app’s Messages tab is off, so no secret can be shown. Turn it on in the app’s settings, under App Home.',
  ),
  noChannel: (part: ChannelPart): Sentence => [`${policy.parts[part]}: ${withoutChannel[part]}`],
  channel: (part: ChannelPart, channel: string): Sentence => [
    `${policy.parts[part]}: the app is in `,
    { channel },
    '.',
  ],
  channelWithoutUs: (part: ChannelPart, channel: string): Sentence => [
    `${policy.parts[part]}: the app is not in `,
    { channel },
    ' and can’t post there. Type ',
    { code: INVITE },
    ' in it.',
  ],
  channelArchived: (part: ChannelPart, channel: string): Sentence => [
    `${policy.parts[part]}: `,
    { channel },
    ' is archived. Choose another one with ',
    { code: '/apiclient setup' },
    '.',
  ],
  channelShared: (
    part: ChannelPart,
    channel: string,
    withWhom: 'organisation' | 'invited' | 'company',
  ): Sentence => [
    `${policy.parts[part]}: `,
    { channel },
    ` ${SHARED_WITH[withWhom]} ${READ_THERE[part]} Choose a channel that only this workspace has, with `,
    { code: '/apiclient setup' },
    '.',
  ],
  channelTried: sentence('The doctor is checking whether this app can post here. Only you see this message.'),
  channelRefuses: (part: ChannelPart, channel: string, why: ChannelRefusal, word: string): Sentence => [
    `${policy.parts[part]}: `,
    { channel },
    ' doesn’t accept messages from the app. ',
    ...channelRefused(why, word),
  ],
  channelUnknown: (part: ChannelPart, channel: string): Sentence => [
    `${policy.parts[part]}: `,
    { code: channel },
    ' no longer exists, or is private and the app is not in it. Type ',
    { code: INVITE },
    ' in it, or choose another one with ',
    { code: '/apiclient setup' },
    '.',
  ],

  notConnected: sentence(
    'No Alphaus account is connected. Connect one with ',
    { code: '/apiclient setup' },
    '.',
  ),
  connected: (account: ConnectedAccount, users: number): Sentence => [
    ...setup.account(account, false),
    ` It gets access tokens and can read ${countedInWords(users, 'Alphaus user', 'Alphaus users')}.`,
  ],
  connectionFails: (account: ConnectedAccount, why: Sentence): Sentence =>
    inARow(setup.account(account, false), why),
  store: (ms: number): Sentence => [`The store answers in ${ms} ms.`],
  storeSlow: (ms: number): Sentence => [
    `The store takes ${ms} ms to answer, and everything waits for it. The person who runs the bot should check it, and move the bot and the store closer together.`,
  ],
  key: (id: string): Sentence => ['Secrets are encrypted with the key ', { code: id }, '.'],
  keys: (first: string, others: readonly string[]): Sentence => [
    'Secrets are encrypted with the key ',
    { code: first },
    '. Older ones may still need ',
    { code: textsListed(others) },
    '. After ',
    { code: 'npm run reseal' },
    ' has encrypted everything with the first key, the older keys can be removed.',
  ],
  policyHolds: sentence(
    'Everyone named in the policy is here, and everything that needs an approval can get one.',
  ),
  trail: (records: number): Sentence => [
    records === 0 ? 'The audit trail is empty.' : `The audit trail is intact. It has ${records} records.`,
  ],
  trailBroken: (sequence: number): Sentence => [
    `The audit trail was changed at record ${sequence}. Compare an export with the heads in the audit channel: `,
    { code: 'npm run audit:verify' },
    '.',
  ],
};
