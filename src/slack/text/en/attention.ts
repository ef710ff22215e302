import type { FindingKind } from '../../../core/attention/finding.js';
import type { ShownFinding } from '../../../core/attention/attention-messages.js';
import type { GoneOwner } from '../../../core/attention/gone-owners.js';
import type { Owner } from '../../../core/model/client-record.js';
import { lastMinuteOf, mentionOf, type Sentence, sentence } from '../sentence.js';
import type { ChannelRefusal } from '../../refusal.js';
import { counted, inARow } from './grammar.js';
import { channelRefused } from './problems/slack-problems.js';
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
    ...(endsAt === undefined ? [] : [': ', lastMinuteOf(endsAt)]),
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

  digest: {
    title: 'What needs attention',
    said: (total: number): Sentence => [
      total === 1 ? 'This is new since the last time:' : `${total} things are new since the last time:`,
    ],
    more: (howMany: number): Sentence => [`And ${howMany} more. The file below names all of them.`],
    file: (total: number): Sentence => [`${total} findings`],
  },
  own: {
    title: 'Still needed?',
    said: sentence(
      'You or your team own these API clients. Say what is still needed, and delete what isn’t: a secret that nobody needs can only do harm.',
    ),
    more: (howMany: number): Sentence => [
      `And ${howMany} more. `,
      { code: '/apiclient list --mine' },
      ' shows all that you own.',
    ],
  },
  needed: 'Still needed',
  keep: 'Keep for 90 days',
  confirmed: (name: string): Sentence => [
    'Thanks. ',
    { bold: name },
    ' is noted as still needed, and I’ll ask again when it hasn’t been confirmed for long.',
  ],
  kept: (id: string, until: Date): Sentence => [
    { code: id },
    ' stays as it is. I’ll say nothing more about it until ',
    { time: until },
    '.',
  ],
  review: {
    button: 'Review',
    title: 'What needs attention',
    none: sentence('Nothing needs attention.'),
    noneOfKind: sentence('Nothing of this kind needs attention.'),
    shown: (kind: FindingKind | undefined, user: string | undefined): Sentence => [
      kind === undefined ? 'Everything' : kinds[kind],
      ...(user === undefined ? [] : [` of ${user}`]),
      ', the most urgent first.',
    ],
    notLooked: sentence('Alphaus or Slack couldn’t be asked just now, so something may be missing.'),
    next: 'Next',
    previous: 'Previous',
    filter: 'Filter',
    filterTitle: 'Filter findings',
    filterSubmit: 'Show',
    kind: 'Kind',
    allKinds: 'All kinds',
    user: 'Alphaus user',
    allUsers: 'All Alphaus users',
    show: 'Show',
  },

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
    endMoved: (endsAt: string): Sentence => ['Now ends ', lastMinuteOf(endsAt), '.'],
    endDropped: sentence('It no longer has an end date.'),
    settled: sentence('This is settled.'),
  },
};
