import type { GroupId, PersonId } from '../../../core/model/ids.js';
import type { Action, AllowRule, Deciders } from '../../../core/model/decision.js';
import type { Grant } from '../../../core/rights/grants.js';
import { type Inline, mentionOf, type Sentence, sentence } from '../sentence.js';
import { inBrackets, listed, listedOr, textsListed } from './grammar.js';
import { alphausUser } from './setup.js';

const NAMED_AT_MOST = 10;

/** What somebody does, as it stands behind "may". */
const doing: Readonly<Record<Action, string>> = {
  setup: 'set this app up and change the policy',
  access: 'give and take back grants',
  doctor: 'have the setup examined',
  audit: 'read and export the audit trail',
  use: 'use this app',
  request: 'ask for an API client',
  own: 'own an API client',
  list: 'list API clients',
  show: 'look at an API client',
  create: 'create an API client',
  delete: 'delete an API client',
  rotate: 'rotate an API client',
  claim: 'claim an API client that nobody owns',
  transfer: 'hand an API client over',
  'confirm-receipt': 'say that a secret is saved',
  'show-request': 'look at a request',
  'decide-request': 'decide a request',
  'edit-request': 'change a request',
  'withdraw-request': 'withdraw a request',
  'revoke-approval': 'revoke an approval',
  'collect-request': 'collect what was approved',
};

const named = (people: readonly PersonId[], groups: readonly GroupId[] = []): Sentence =>
  listed([...people.map((person) => ({ person })), ...groups.map((group) => ({ group }))], NAMED_AT_MOST);

const throughGrant = (grant: Grant | undefined): Sentence =>
  grant === undefined
    ? ['you have a grant']
    : [
        'you have a grant',
        ...(grant.to.kind === 'group' ? [' as one of ', { group: grant.to.id }] : []),
        ', given by ',
        { person: grant.by },
        ' ',
        { time: new Date(grant.at) },
      ];

/** Why somebody may, from their own point of view. */
const because: Readonly<Record<AllowRule, (grant: Grant | undefined) => Sentence>> = {
  'slack-admin': () => ['you are an owner or admin of this Slack workspace, and those are admins here'],
  'named-admin': () => ['you are named as an admin, yourself or through a user group'],
  approver: () => ['you are an approver'],
  grant: throughGrant,
  owner: () => ['it is about what is yours, or your team’s'],
  requester: () => ['it is about what you asked for'],
  'gave-approval': () => ['it is about an approval that you gave'],
  member: () => ['every full member of this workspace may, with what is theirs'],
  'no-approval-needed': () => ['the policy of this workspace wants no approvals'],
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
  grant: 'Holders of a grant',
  owner: 'Everybody, what they or their teams own',
  requester: 'Whoever asked for it',
  'gave-approval': 'The person who gave the approval',
  member: 'Every full member of this workspace',
  'no-approval-needed': 'Every full member of this workspace, since the policy wants no approvals',
};

/** An act, and on what; `undefined` where it is asked of anything. */
interface Asked {
  readonly action: Action;
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
  may: ({ action, what }: Asked, rule: AllowRule, grant: Grant | undefined): Sentence => [
    { bold: 'Yes. ' },
    `You may ${doing[action]}`,
    ...inBrackets(what),
    ': ',
    ...because[rule](grant),
    '.',
  ],
  needsApproval: ({ action, what }: Asked, { rule, by, grantWaits }: NeedsApproval): Sentence => [
    { bold: 'With an approval. ' },
    rule === 'always'
      ? `The policy of this workspace wants an approval whenever people ${doing[action]}`
      : grantWaits
        ? `You have a grant for it in another Alphaus account, which gives no right in the one that is connected. So to ${doing[action]}`
        : `You have no grant for that, so to ${doing[action]}`,
    ...inBrackets(what),
    rule === 'always' ? '. It can be given by ' : ' you need an approval. It can be given by ',
    ...deciders(by),
    '. Nobody approves what they asked for themselves.',
  ],
  mayNot: ({ action, what }: Asked, denial: Sentence): Sentence => [
    { bold: 'No. ' },
    `You may not ${doing[action]}`,
    ...inBrackets(what),
    '. ',
    ...denial,
  ],
  overview: 'What you may do here, and why:',
};

export const whoCan = {
  title: ({ action, what }: Asked): Sentence => [
    { bold: `Who may ${doing[action]}` },
    ...inBrackets(what),
    ':',
  ],
  nobody: sentence('Nobody, as the policy and the people of this workspace are now.'),
  /** With names where the asker may know them. */
  line: (rule: AllowRule, people: readonly PersonId[] | undefined): Sentence =>
    people === undefined ? [`${may[rule]}.`] : [`${may[rule]}: `, ...named(people), '.'],
  grant: (grant: Grant): Sentence => [
    'A grant of ',
    mentionOf(grant.to),
    ' for ',
    { bold: textsListed(grant.users.map(alphausUser)) },
    ', given by ',
    { person: grant.by },
    ' ',
    { time: new Date(grant.at) },
    '.',
  ],
  withApproval: (rule: 'no-grant' | 'always', by: Deciders): Sentence => [
    rule === 'always'
      ? 'Everybody only with an approval, by '
      : 'Every other full member with an approval, by ',
    ...deciders(by),
    '.',
  ],
  others: sentence('Guests, bots and people of other workspaces may do nothing here.'),
};
