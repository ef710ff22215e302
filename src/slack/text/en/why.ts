import type { GroupId, PersonId } from '../../../core/model/ids.js';
import type { Action, AllowRule, Deciders } from '../../../core/model/decision.js';
import type { Grant } from '../../../core/rights/grants.js';
import { type Inline, mentionOf, type Sentence, sentence } from '../sentence.js';
import { counted, inBrackets, listed, listedOr, textsListed } from './grammar.js';
import { alphausUser } from './setup.js';

const NAMED_AT_MOST = 10;

/** What somebody does, as it stands behind "may". */
const doing: Readonly<Record<Action, string>> = {
  setup: 'set up this app and change the policy',
  access: 'add and remove grants',
  doctor: 'check the setup',
  audit: 'read and export the audit trail',
  review: 'review what needs attention',
  use: 'use this app',
  request: 'request an API client',
  own: 'own an API client',
  list: 'list API clients',
  show: 'see an API client',
  create: 'create an API client',
  delete: 'delete an API client',
  rotate: 'rotate an API client',
  extend: 'move the end date of an API client',
  claim: 'claim an API client of unknown origin',
  transfer: 'transfer an API client',
  assign: 'give an API client a new owner',
  'accept-transfer': 'accept an API client',
  'decline-transfer': 'decline an API client',
  'confirm-needed': 'confirm that an API client is still needed',
  snooze: 'keep an API client for 90 days',
  'confirm-receipt': 'confirm that a secret is saved',
  'show-request': 'see a request',
  'decide-request': 'decide a request',
  'edit-request': 'edit a request',
  'withdraw-request': 'withdraw a request',
  'revoke-approval': 'revoke an approval',
  'collect-request': 'create the API client of an approved request',
};

const doingAll = (actions: readonly Action[]): string => textsListed(actions.map((action) => doing[action]));

const named = (people: readonly PersonId[], groups: readonly GroupId[] = []): Sentence =>
  listed([...people.map((person) => ({ person })), ...groups.map((group) => ({ group }))], NAMED_AT_MOST);

const grantEnds = ({ until }: Grant): Sentence =>
  until === undefined ? [] : [', until ', { time: new Date(until) }];

const throughGrant = (grant: Grant | undefined): Sentence =>
  grant === undefined
    ? ['you have a grant']
    : [
        'you have a grant',
        ...(grant.to.kind === 'group' ? [' through ', { group: grant.to.id }] : []),
        ', given by ',
        { person: grant.by },
        ' ',
        { time: new Date(grant.at) },
        ...grantEnds(grant),
      ];

/** Why somebody may, from their own point of view. */
const because: Readonly<Record<AllowRule, (grant: Grant | undefined) => Sentence>> = {
  'slack-admin': () => ['you’re an owner or admin of this Slack workspace, and they are admins here'],
  'named-admin': () => ['you’re named as an admin, directly or through a user group'],
  approver: () => ['you’re an approver'],
  grant: throughGrant,
  owner: () => ['for what you or your team own'],
  'new-owner': () => ['for an API client that is being transferred to you'],
  requester: () => ['for your own requests'],
  'gave-approval': () => ['for approvals that you gave'],
  member: () => [
    'every full member of this workspace can do this. Admins and approvers see all API clients; everyone else sees those that they or their teams own, and those under the Alphaus users that they have a grant for',
  ],
  'no-approval-needed': () => ['this workspace’s policy requires no approvals'],
};

function deciders({ approvers, admins, slackAdmins }: Deciders): Sentence {
  const people = [...new Set([...approvers.people, ...admins.people])];
  const groups = [...new Set([...approvers.groups, ...admins.groups])];
  const names = named(people, groups);
  if (slackAdmins) return listedOr(names, 'an owner or admin of this Slack workspace');
  return names.length === 0 ? ['nobody'] : names;
}

const may: Readonly<Record<AllowRule, string>> = {
  'slack-admin': 'Owners and admins of this Slack workspace',
  'named-admin': 'Named admins',
  approver: 'Approvers',
  grant: 'People with a grant',
  owner: 'Everyone, for what they or their teams own',
  'new-owner': 'The person it is being transferred to',
  requester: 'The requester',
  'gave-approval': 'The person who gave the approval',
  member: 'Every full member of this workspace',
  'no-approval-needed': 'Every full member of this workspace, because the policy requires no approvals',
};

/** Acts, and on what; `undefined` where it is asked of anything. */
interface Asked {
  readonly actions: readonly Action[];
  readonly what: Inline | undefined;
}

/** Why somebody needs an approval, and who can give it. */
interface NeedsApproval {
  readonly rule: 'no-grant' | 'always';
  readonly by: Deciders;
  /** They have a grant that holds in an account that is not connected now. */
  readonly grantWaits: boolean;
}

export const why = {
  doing,
  may: ({ actions, what }: Asked, rule: AllowRule, grant: Grant | undefined): Sentence => [
    { bold: 'Yes. ' },
    `You can ${doingAll(actions)}`,
    ...inBrackets(what),
    ': ',
    ...because[rule](grant),
    '.',
  ],
  needsApproval: ({ actions, what }: Asked, { rule, by, grantWaits }: NeedsApproval): Sentence => [
    { bold: 'With an approval. ' },
    rule === 'always'
      ? `This workspace’s policy requires an approval to ${doingAll(actions)}`
      : grantWaits
        ? `You have a grant for it in a different Alphaus account, which gives no right in the one that is connected now. You need an approval to ${doingAll(actions)}`
        : `You don’t have a grant for that, so you need an approval to ${doingAll(actions)}`,
    ...inBrackets(what),
    '. It can be given by ',
    ...deciders(by),
    '. Nobody can approve their own request.',
  ],
  mayNot: ({ actions, what }: Asked, denial: Sentence): Sentence => [
    { bold: 'No. ' },
    `You can’t ${doingAll(actions)}`,
    ...inBrackets(what),
    '. ',
    ...denial,
  ],
  overview: 'What you can do here, and why:',
};

export const whoCan = {
  title: ({ actions, what }: Asked): Sentence => [
    { bold: `Who can ${doingAll(actions)}` },
    ...inBrackets(what),
    ':',
  ],
  nobody: sentence('Nobody, with the current policy and members of this workspace.'),
  /** With names where the asker may know them. */
  line: (rule: AllowRule, people: readonly PersonId[] | undefined): Sentence =>
    people === undefined ? [`${may[rule]}.`] : [`${may[rule]}: `, ...named(people), '.'],
  grant: (grant: Grant): Sentence => [
    mentionOf(grant.to),
    ', with a grant for ',
    { bold: textsListed(grant.users.map(alphausUser)) },
    ', given by ',
    { person: grant.by },
    ' ',
    { time: new Date(grant.at) },
    ...grantEnds(grant),
    '.',
  ],
  moreGrants: (more: number): Sentence => [
    `And ${counted(more, 'more grant', 'more grants')}: `,
    { code: '/apiclient access' },
    ' shows all of them.',
  ],
  withApproval: (rule: 'no-grant' | 'always', by: Deciders): Sentence => [
    rule === 'always'
      ? 'Everyone, but only with an approval by '
      : 'Every other full member, with an approval by ',
    ...deciders(by),
    '.',
  ],
  others: sentence('Guests, bots and people from other workspaces can’t do anything here.'),
};
