import type { FindingKind } from '../../../core/attention/finding.js';
import type { ShownFinding } from '../../../core/attention/attention-messages.js';
import type { GoneOwner } from '../../../core/attention/gone-owners.js';
import type { Owner } from '../../../core/model/client-record.js';
import { mentionOf, type Sentence, sentence } from '../sentence.js';
import type { ChannelRefusal } from '../../refusal.js';
import { counted, inARow } from './grammar.js';
import { channelRefused } from './slack-problems.js';
import { alphausUser } from './setup.js';

const why: Readonly<Record<GoneOwner['why'], string>> = {
  deactivated: ' was deactivated in Slack',
  guest: ' is only a guest in Slack now',
  stranger: ' is no longer a member of this workspace',
  bot: ' is a bot',
  'empty-group': ' has no full members of this workspace any more, or was disabled',
};

const kinds: Readonly<Record<FindingKind, string>> = {
  'owner-gone': 'Owner gone',
  'unknown-origin': 'Unknown origin',
  ending: 'Ending soon',
  stale: 'Not confirmed for long',
  'deleted-elsewhere': 'Deleted elsewhere',
};

const counts: Readonly<Record<FindingKind, (number: number) => string>> = {
  'owner-gone': (number) => `${counted(number, 'API client', 'API clients')} whose owner is gone`,
  'unknown-origin': (number) => `${counted(number, 'API client', 'API clients')} of unknown origin`,
  ending: (number) => `${counted(number, 'API client', 'API clients')} ending within 14 days`,
  stale: (number) => `${counted(number, 'API client', 'API clients')} that nobody has confirmed for long`,
  'deleted-elsewhere': (number) => `${counted(number, 'API client', 'API clients')} deleted outside this bot`,
};

const ownedBy = (owner: Owner | undefined): Sentence =>
  owner === undefined ? [] : [' · owned by ', mentionOf(owner)];

const facts: Readonly<Record<FindingKind, (shown: ShownFinding) => Sentence>> = {
  'owner-gone': ({ owner }) => [kinds['owner-gone'], ...ownedBy(owner)],
  'unknown-origin': () => [kinds['unknown-origin']],
  ending: ({ owner, endsAt }) => [
    kinds.ending,
    ...(endsAt === undefined ? [] : [': ', { time: new Date(endsAt) }]),
    ...ownedBy(owner),
  ],
  stale: ({ owner }) => [kinds.stale, ...ownedBy(owner)],
  'deleted-elsewhere': ({ owner }) => [kinds['deleted-elsewhere'], ...ownedBy(owner)],
};

/** Sentences about what needs attention. */
export const attention = {
  kinds,
  client: (shown: ShownFinding): Sentence => [
    { bold: shown.name },
    ' ',
    { code: shown.client },
    ` · ${alphausUser(shown.user)}`,
  ],
  fact: (shown: ShownFinding): Sentence => facts[shown.kind](shown),
  more: (howMany: number, kind: FindingKind | undefined): Sentence => [
    `And ${howMany} more. `,
    { code: kind === undefined ? '/apiclient review' : `/apiclient review ${kind}` },
    ' shows all of them.',
  ],

  ownerGone: {
    title: 'An owner is gone',
    said: (owner: Owner, reason: GoneOwner['why'], total: number): Sentence =>
      inARow(
        [mentionOf(owner), `${why[reason]}.`],
        [
          `They own ${counted(total, 'API client', 'API clients')}, and nobody looks after ${total === 1 ? 'it' : 'them'} now. Nothing was deleted.`,
        ],
      ),
  },

  channelLost: (channel: string, refusal: ChannelRefusal, word: string): Sentence => [
    'I can’t post in the digest channel ',
    { channel },
    '. ',
    ...channelRefused(refusal, word),
    ' Until then each admin gets what needs attention as a direct message. To choose another channel, go to ',
    { code: '/apiclient setup' },
    ' → Policy.',
  ],

  count: (kind: FindingKind, number: number): string => counts[kind](number),

  state: {
    ownedNow: (owner: Owner): Sentence => ['Now belongs to ', mentionOf(owner), '.'],
    confirmed: (by: string, at: Date): Sentence => [
      'Still needed, says ',
      { person: by },
      ' ',
      { time: at },
      '.',
    ],
    kept: (until: Date): Sentence => ['Kept until ', { time: until }, '.'],
    ownerBack: sentence('Its owner is back.'),
    settled: sentence('This is settled.'),
  },
};
