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
        ' in another Alphaus account. It gives no right while another Alphaus account is connected; to give it for the connected one, add it again.',
      ]
    : [mentionOf(grant.to), ' may use ', ...users(grant.users), '.'];

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
    'Who may use which Alphaus user. Whoever has a grant creates API clients under it and sees all that there are. Admins need no grant.',
  none: sentence(
    'Nobody has a grant yet: only admins create API clients, everybody else asks for one. Give a grant with ',
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
    title: 'Take this grant back?',
    text: 'API clients that were made with it stay, and so do their owners’ rights to them.',
    yes: 'Remove',
    no: 'Cancel',
  },
  next: 'Next',
  previous: 'Previous',
  added: (grant: Grant): Sentence => [
    mentionOf(grant.to),
    ' may use ',
    ...users(grant.users),
    ' from now on.',
  ],
  grantedAlready: (to: Grantee): Sentence => ['Nothing to add: ', mentionOf(to), ' has this grant already.'],
  removed: (grant: Pick<Grant, 'to' | 'users'>): Sentence => [
    mentionOf(grant.to),
    ' may no longer use ',
    ...users(grant.users),
    '.',
  ],
  removedAlready: sentence('There is no such grant, or not any more.'),
  form: {
    title: 'Give a grant',
    submit: 'Add',
    close: 'Cancel',
    loading: sentence('Looking up user groups and Alphaus users …'),
    person: 'Person',
    group: 'User group',
    groupHint: 'Everybody in it, whoever that is at the time. Choose a person, a group, or both.',
    user: 'Alphaus user',
    userHint: 'Under whom they may create. Several at once, if you like.',
    noGrantee: 'Choose a person or a user group.',
    noUser: 'Choose at least one Alphaus user.',
  },
};
