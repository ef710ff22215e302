import type { ConnectedAccount } from '../../../core/connection/connection.js';
import type { ChannelRefusal } from '../../refusal.js';
import { type Sentence, sentence } from '../sentence.js';
import { countedInWords, inARow, textsListed } from './grammar.js';
import { policy } from './policy.js';
import { channelRefused } from './slack-problems.js';
import { setup } from './setup.js';

const INVITE = '/invite @API Clients';

/** The channels that a policy names. */
type ChannelPart = 'approvalsChannel' | 'auditChannel';

const SHARED_WITH = {
  company: 'is shared with another company, whose people',
  invited: 'is about to be shared with another company, which is invited to it; then its people',
  organisation: 'is shared with other workspaces of your organisation, whose people',
} as const;

/** What follows from it that others read a channel. */
const READ_THERE: Readonly<Record<ChannelPart, string>> = {
  approvalsChannel: 'read who asks for which API client and why. Their clicks on the cards are refused.',
  auditChannel: 'read who did what to which API client.',
};

const withoutChannel: Readonly<Record<ChannelPart, string>> = {
  approvalsChannel: 'none is set, so each approver is asked in a direct message.',
  auditChannel: 'none is set; the trail is kept all the same.',
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
    wrong === 0
      ? 'All is well.'
      : wrong === 1
        ? 'One thing is to be mended.'
        : `${wrong} things are to be mended.`,
  ],
  /** What could not be looked at, and why. */
  couldNotLook: (what: keyof typeof names, why: Sentence): Sentence => [`${names[what]}: `, ...why],

  scopes: sentence('Slack has granted every scope that is needed.'),
  scopesNotKnown: sentence(
    'Slack’s answer does not say which scopes are granted: a proxy may drop the header x-oauth-scopes. The other checks use most of them.',
  ),
  scopesMissing: (missing: readonly string[]): Sentence => [
    'Slack has not granted ',
    { code: textsListed(missing) },
    '. Install the app in this workspace again, with the present manifest.',
  ],
  clock: (seconds: number): Sentence => [
    seconds === 0
      ? 'The clock agrees with Slack’s.'
      : `The clock is ${seconds} s from Slack’s, which is close enough.`,
  ],
  clockWrong: (seconds: number, isFast: boolean): Sentence => [
    `The bot’s clock is ${seconds} s ${isFast ? 'ahead of' : 'behind'} Slack’s; at 300 s Slack’s requests are refused. Whoever runs the bot must set the clock, with NTP for good.`,
  ],
  dmTried: sentence('The doctor tries whether a secret could reach you here. It can: you read this.'),
  messagesTab: sentence('Direct messages of the app arrive, so secrets can be shown.'),
  messagesTabOff: sentence(
    'The app’s Messages tab is off, so no secret can be shown. In the app’s settings, under App Home, switch the Messages Tab on.',
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
    ' and cannot post there. Write ',
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
  channelTried: sentence('The doctor tries whether this app may post here. Only you see this line.'),
  channelRefuses: (part: ChannelPart, channel: string, why: ChannelRefusal, word: string): Sentence => [
    `${policy.parts[part]}: `,
    { channel },
    ' takes no messages of the app. ',
    ...channelRefused(why, word),
  ],
  channelUnknown: (part: ChannelPart, channel: string): Sentence => [
    `${policy.parts[part]}: `,
    { code: channel },
    ' does not exist any more, or is private and the app is not in it. Write ',
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
    ` It gets access tokens and reads: ${countedInWords(users, 'Alphaus user', 'Alphaus users')}.`,
  ],
  connectionFails: (account: ConnectedAccount, why: Sentence): Sentence =>
    inARow(setup.account(account, false), why),
  store: (ms: number): Sentence => [`The store answers in ${ms} ms.`],
  storeSlow: (ms: number): Sentence => [
    `The store takes ${ms} ms to answer, and everything waits for it. Whoever runs the bot should look at it, and bring bot and store closer together.`,
  ],
  key: (id: string): Sentence => ['Secrets are sealed with the key ', { code: id }, '.'],
  keys: (first: string, others: readonly string[]): Sentence => [
    'Secrets are sealed with the key ',
    { code: first },
    '; ',
    { code: textsListed(others) },
    ' still opens what is older. ',
    { code: 'npm run reseal' },
    ' seals that anew, so that it can be taken away.',
  ],
  policyHolds: sentence(
    'Everybody who is named in the policy is here, and everything that needs an approval can get one.',
  ),
  trail: (records: number): Sentence => [
    records === 0
      ? 'The audit trail is empty.'
      : `The end of the audit trail hangs together; it has ${records} records.`,
  ],
  trailBroken: (sequence: number): Sentence => [
    `The audit trail was changed at record ${sequence}. Compare an export with the heads in the audit channel: `,
    { code: 'npm run audit:verify' },
    '.',
  ],
};
