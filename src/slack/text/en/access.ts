import type { Grant, Grantee } from '../../../core/rights/grants.js';
import type { ListedGrant } from '../listed-grant.js';
import { mentionOf, type Sentence, sentence } from '../sentence.js';
import { inARow, listed } from './grammar.js';
import { alphausUser } from './setup.js';

const users = (names: readonly string[]): Sentence =>
  listed(names.map((name) => ({ bold: alphausUser(name) })));

const granted = (grant: ListedGrant): Sentence =>
  grant.waits
    ? [
        mentionOf(grant.to),
        ' was granted ',
        ...users(grant.users),
        ' in a different Alphaus account. It gives no right in the one that is connected now. To grant it there too, add it again.',
      ]
    : [mentionOf(grant.to), ' can use ', ...users(grant.users), '.'];

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
  added: (grant: Grant): Sentence => [mentionOf(grant.to), ' can now use ', ...users(grant.users), '.'],
  grantedAlready: (to: Grantee): Sentence => ['Nothing to add: ', mentionOf(to), ' already has this grant.'],
  removed: (grant: Pick<Grant, 'to' | 'users'>): Sentence => [
    mentionOf(grant.to),
    ' can no longer use ',
    ...users(grant.users),
    '.',
  ],
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
    noGrantee: 'Choose a person or a user group.',
    noUser: 'Choose at least one Alphaus user.',
  },
};
