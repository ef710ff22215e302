import type { DenialReason } from '../../../../core/model/decision.js';
import type { ProblemFacts } from '../../../../core/problem.js';
import type { SentenceByKind } from '../../by-kind.js';
import type { FailedAct } from '../../failed-act.js';
import type { RuleProblem } from '../../rule-problem.js';
import { type Sentence, sentence } from '../../sentence.js';
import { countedInWords, textsListed } from '../grammar.js';
import { askAdmin } from '../setup.js';

type NotForAnybody = 'guest' | 'not-an-admin';

/** Said to people who can do it with the help of an admin. */
const deniedToAll: Readonly<Record<NotForAnybody, string>> = {
  guest: 'Guests can’t use API clients. ',
  'not-an-admin': 'Only admins can do this. ',
};

const denied: Readonly<Record<Exclude<DenialReason, NotForAnybody>, Sentence>> = {
  stranger: ['Only members of the workspace where this app is installed can use it.'],
  bot: ['Bots can’t use this app. API clients are for people.'],
  deactivated: ['This Slack account is deactivated, so it can’t use API clients.'],
  'not-an-approver': ['Only approvers and admins can approve or deny requests.'],
  'not-visible': ['It doesn’t exist, or you can’t see it.'],
  'not-owner': [
    'This API client isn’t yours. Its owner or an admin can do this. ',
    { code: '/apiclient show' },
    ' says who owns it.',
  ],
  'own-credential': [
    'The bot itself uses this API client to call Alphaus and would stop working without it, so you can’t do this here.',
  ],
  'not-new-owner': ['This API client isn’t being transferred to you.'],
  'has-owner': ['This API client already has an owner. The owner or an admin can transfer it.'],
  'own-request': ['You can’t approve or deny your own request.'],
  'not-its-approver': ['Only the person who gave the approval, or an admin, can revoke it.'],
  'not-requester': ['Only the requester can do this.'],
};

type InvalidRecipient = Extract<ProblemFacts, { kind: 'recipient-invalid' }>['standing'];

/** Why no API client is prepared for somebody. */
const recipientInvalid: Readonly<Record<Exclude<InvalidRecipient, undefined>, Sentence>> = {
  guest: ['Guests can’t use API clients, so none can be prepared for them. Nothing was done.'],
  stranger: ['API clients can only be prepared for members of this workspace. Nothing was done.'],
  bot: ['Bots can’t use API clients, so none can be prepared for them. Nothing was done.'],
  deactivated: ['This Slack account is deactivated. Nothing was done.'],
  self: [
    'You’re preparing an API client for yourself. Leave out who it’s for, and ',
    { code: '/apiclient create' },
    ' creates it right away.',
  ],
};

const noRecipient = sentence(
  'Mention the person that it’s for, as in ',
  { code: '/apiclient create nightly --for @ben' },
  '.',
);

type InvalidGrantee = Extract<ProblemFacts, { kind: 'grantee-invalid' }>['standing'];

const granteeInvalid: Readonly<Record<Exclude<InvalidGrantee, undefined>, Sentence>> = {
  guest: ['Guests can’t use API clients, so they can’t get a grant. Nothing was added.'],
  stranger: ['Only members of this workspace can get a grant. Nothing was added.'],
  bot: ['Bots can’t use this app, so they can’t get a grant. Nothing was added.'],
  deactivated: ['This Slack account is deactivated. Nothing was added.'],
  'unknown-group': ['Slack no longer knows this user group. Nothing was added.'],
};

const noGrantee = sentence(
  'Mention a person or a user group, as in ',
  { code: '/apiclient access add @ben billing' },
  ', or type ',
  { code: '/apiclient access' },
  ' and use the buttons.',
);

const acted = { create: 'created', delete: 'deleted', request: 'asked for' };

const example = (text: string | undefined): Sentence =>
  text === undefined ? ['.'] : [', for example ', { code: text }, '.'];

/** The sentences for what rights, grants and the policy do not let people do, or what is wrong with a change of them. */
export const ruleProblems: SentenceByKind<RuleProblem, [FailedAct]> = {
  'grantee-invalid': ({ standing }) => (standing === undefined ? noGrantee : granteeInvalid[standing]),
  'unknown-action': ({ action, known }) =>
    action === ''
      ? ['Choose an action: ', { code: textsListed(known) }, '.']
      : ['Unknown action ', { code: action }, '. Choose one of these: ', { code: textsListed(known) }, '.'],
  'no-user-named': () => [
    'Add the Alphaus user, as in ',
    { code: '/apiclient access add @ben billing' },
    '.',
  ],
  'too-many-grants': ({ limit }) => [
    `You’ve reached the limit of ${limit} grants. Remove some, or give one grant to a user group instead of one to each person.`,
  ],
  'policy-changed-meanwhile': ({ change }) =>
    change === undefined
      ? ['The policy was changed in the meantime. Nothing was saved. Check it again.']
      : [
          'The policy was changed in the meantime by ',
          { person: change.by },
          ' ',
          { time: change.at },
          '. Nothing was saved, so their changes are kept. Check it again.',
        ],
  'nobody-administers': () => [
    'With this policy nobody would be an admin, and nobody could change it back. Name an admin who is a full member of the workspace, or let Slack’s admins be admins.',
  ],
  'name-not-allowed': (facts) => [
    'The name doesn’t follow this workspace’s policy. It must match ',
    { code: facts.pattern },
    ...example(facts.example),
  ],
  'purpose-not-allowed': (facts) => [
    'The purpose doesn’t follow this workspace’s policy. Some part of it must match ',
    { code: facts.pattern },
    ...example(facts.example),
  ],
  'pattern-unusable': ({ part }, { ask }) => [
    part === 'namePattern'
      ? 'The name pattern in this workspace’s policy doesn’t work, so no name is allowed. '
      : 'The purpose pattern in this workspace’s policy doesn’t work, so no purpose is allowed. ',
    ...askAdmin(ask),
    ' to change it: ',
    { code: '/apiclient setup' },
    ', then ',
    { bold: 'Policy' },
    '.',
  ],
  'too-often': ({ act, whose, limit, possibleAt }) => {
    const clients = countedInWords(limit, 'API client', 'API clients');
    return [
      whose === 'person'
        ? `You’ve ${acted[act]} ${clients} within an hour, the most that the policy allows per person. Try again `
        : `People in this workspace have ${acted[act]} ${clients} within an hour, the most that the policy allows. Try again `,
      { time: possibleAt },
      '.',
    ];
  },
  'until-needed': ({ days, latest }) => [
    'In this workspace, every API client needs an end date, at most ',
    countedInWords(days, 'day', 'days'),
    ' ahead. The latest day is ',
    { code: latest },
    '.',
  ],
  'until-too-late': ({ days, latest }) => [
    'In this workspace, an API client can end at most ',
    countedInWords(days, 'day', 'days'),
    ' ahead. The latest day is ',
    { code: latest },
    '.',
  ],
  'end-of-unknown-origin': ({ id }) => [
    'This client wasn’t created with this bot, so its owner isn’t known, and it can’t have an end date. Delete it with ',
    { code: `/apiclient delete ${id}` },
    ' if nobody needs it.',
  ],
  'until-too-soon': ({ earliest }) => [
    'An API client can’t end today, because its owner is told a day before. The earliest day is ',
    { code: earliest },
    '.',
  ],
  'too-many-clients': ({ limit }, { ask }) => [
    `You have ${countedInWords(limit, 'API client', 'API clients')}, the most that the policy allows per person. Delete one you no longer need: `,
    { code: '/apiclient list --mine' },
    ' shows them. ',
    ...askAdmin(ask),
    ' if you need more.',
  ],
  'right-lost': () => [
    'Your rights have changed since this was shown to you, and you can’t do it any more. Nothing was done.',
  ],
  'recipient-has-too-many': ({ recipient, limit }) => [
    { person: recipient },
    ` has ${countedInWords(limit, 'API client', 'API clients')}, the most that the policy allows per person. Nothing was done.`,
  ],
  'recipient-not-in-group': ({ recipient }) => [
    { person: recipient },
    ' isn’t in that user group, so it can’t own the API client. Choose a group that they are in, or leave the owner out.',
  ],
  'recipient-invalid': ({ standing }) => (standing === undefined ? noRecipient : recipientInvalid[standing]),
  'approval-needed': ({ rule }) => [
    rule === 'always'
      ? 'In this workspace every new API client needs an approval. Ask for one with '
      : 'You need an approval to create an API client under this Alphaus user. Ask for one with ',
    { code: '/apiclient request' },
    '.',
  ],
  'replacing-needs-approval': ({ rule }) => [
    rule === 'always'
      ? 'In this workspace every new API client needs an approval, even one that replaces another. '
      : 'You need an approval to create an API client under this Alphaus user, so you can’t replace this one. ',
    'Nothing was deleted. Ask for a new one with ',
    { code: '/apiclient request' },
    ', and delete this one when you no longer need it.',
  ],
  'not-allowed': ({ reason }, { ask }) =>
    reason === 'guest' || reason === 'not-an-admin'
      ? [deniedToAll[reason], ...askAdmin(ask), ' to do it for you.']
      : denied[reason],
  'own-credential': () => denied['own-credential'],
};
