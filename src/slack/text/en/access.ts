import type { Grant, Grantee } from '../../../core/rights/grants.js';
import type { ListedGrant } from '../listed-grant.js';
import { mentionOf, type Sentence, sentence } from '../sentence.js';
import { inARow, listed } from './grammar.js';
import { alphausUser } from './setup.js';

const users = (names: readonly string[]): Sentence =>
  listed(names.map((name) => ({ bold: alphausUser(name) })));

/** How long a grant holds; nothing for one that is for good. */
const ends = ({ until }: Pick<Grant, 'until'>): Sentence =>
  until === undefined ? [] : [' until ', { time: new Date(until) }];

const grantedAs: Readonly<Record<ListedGrant['stands'], (grant: ListedGrant) => Sentence>> = {
  holds: (grant) => [mentionOf(grant.to), ' can use ', ...users(grant.users), ...ends(grant), '.'],
  waits: (grant) => [
    mentionOf(grant.to),
    ' was granted ',
    ...users(grant.users),
    ...ends(grant),
    ' in a different Alphaus account. It gives no right in the one that is connected now. To grant it there too, add it again.',
  ],
  ended: (grant) => [
    'Ended: ',
    mentionOf(grant.to),
    ' could use ',
    ...users(grant.users),
    ...ends(grant),
    '. It gives no right any more.',
  ],
};

const granted = (grant: ListedGrant): Sentence => grantedAs[grant.stands](grant);

/** What the people hear who have a grant, and the person who gave it. */
interface GrantNewsTo {
  readonly held: (grant: Grant, until: Date) => Sentence;
  readonly given: (grant: Grant, until: Date) => Sentence;
}

const endsSoon: GrantNewsTo = {
  held: ({ to, users: names, by }, until) => [
    to.kind === 'person' ? 'Your grant for ' : 'Your team’s grant for ',
    ...users(names),
    ' ends ',
    { time: until },
    '. After that you can’t create API clients under it without a new grant or an approval. Your API clients stay. If you need it for longer, ask ',
    { person: by },
    ', who gave it, or another admin.',
  ],
  given: ({ to, users: names }, until) => [
    'The grant for ',
    ...users(names),
    ' that you gave ',
    mentionOf(to),
    ' ends ',
    { time: until },
    '. To make it longer, add it again with a later day: ',
    { code: '/apiclient access add' },
    '.',
  ],
};

const ended: GrantNewsTo = {
  held: ({ to, users: names, by }, until) => [
    to.kind === 'person' ? 'Your grant for ' : 'Your team’s grant for ',
    ...users(names),
    ' ended ',
    { time: until },
    '. Your API clients stay. To create more, request them with ',
    { code: '/apiclient request' },
    ', or ask ',
    { person: by },
    ', who gave it, or another admin for a new grant.',
  ],
  given: ({ to, users: names }, until) => [
    'The grant for ',
    ...users(names),
    ' that you gave ',
    mentionOf(to),
    ' ended ',
    { time: until },
    '. Its API clients stay.',
  ],
};

const given = (grant: Grant): Sentence => [
  'Given by ',
  { person: grant.by },
  ' ',
  { time: new Date(grant.at) },
  '.',
];

export const access = {
  title: 'Access',
  intro:
    'Who can use which Alphaus user. People with a grant can create API clients under it and see all of its clients. Admins don’t need a grant.',
  none: sentence(
    'Nobody has a grant yet. Only admins can create API clients; everyone else has to request one. To give a grant, press ',
    { bold: 'Add' },
    '.',
  ),
  count: (from: number, to: number, total: number): string =>
    total === 1 ? '1 grant' : `Grants ${from} to ${to} of ${total}`,
  grant: granted,
  grantGiven: (grant: ListedGrant): Sentence => inARow(granted(grant), given(grant)),
  add: 'Add',
  remove: 'Remove',
  removeConfirm: {
    title: 'Remove this grant?',
    text: 'API clients created with it stay, and their owners keep their rights to them.',
    yes: 'Remove',
    no: 'Cancel',
  },
  next: 'Next',
  previous: 'Previous',
  added: (grant: Grant): Sentence => [
    mentionOf(grant.to),
    ' can now use ',
    ...users(grant.users),
    ...ends(grant),
    '.',
  ],
  grantedAlready: (to: Grantee): Sentence => ['Nothing to add: ', mentionOf(to), ' already has this grant.'],
  removed: (grant: Pick<Grant, 'to' | 'users'>): Sentence => [
    mentionOf(grant.to),
    ' can no longer use ',
    ...users(grant.users),
    '.',
  ],
  news: { 'ends-soon': endsSoon, ended },
  removedAlready: sentence('This grant doesn’t exist, or was already removed.'),
  form: {
    title: 'Give a grant',
    submit: 'Add',
    close: 'Cancel',
    loading: sentence('Loading user groups and Alphaus users…'),
    person: 'Person',
    group: 'User group',
    groupHint: 'Everyone who is in it at the time. Choose a person, a group, or both.',
    user: 'Alphaus user',
    userHint: 'They can create API clients under it. You can choose several.',
    until: 'Until',
    untilHint: 'The last day, as in 2027-03-31, 90d or 12w. Leave empty for a grant without an end.',
    noGrantee: 'Choose a person or a user group.',
    noUser: 'Choose at least one Alphaus user.',
  },
};
