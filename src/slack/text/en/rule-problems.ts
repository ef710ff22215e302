import type { DenialReason } from '../../../core/model/decision.js';
import type { ProblemFacts } from '../../../core/problem.js';
import type { SentenceByKind } from '../by-kind.js';
import { type Sentence, sentence } from '../sentence.js';
import { countedInWords, textsListed } from './grammar.js';

const denied: Readonly<Record<DenialReason, Sentence>> = {
  guest: ['Guests of this workspace cannot use API clients. Ask an admin of the workspace to do it.'],
  stranger: ['Only members of the workspace where this app is installed can use it.'],
  bot: ['API clients are for people: a bot cannot use this app.'],
  deactivated: ['This Slack account is deactivated, so it cannot use API clients.'],
  'not-an-admin': ['Only admins can do this. Ask one of them to do it for you.'],
  'not-an-approver': ['Only approvers and admins decide requests.'],
  'not-visible': ['There is no such thing that you may see.'],
  'not-owner': [
    'This API client is not yours. Its owner can do this, or an admin; ',
    { code: '/apiclient show' },
    ' says whose it is.',
  ],
  'own-credential': [
    'This is the API client with which the bot itself calls Alphaus. Without it the bot would be cut off, so this cannot be done from here.',
  ],
  'has-owner': ['This API client has an owner already. The owner, or an admin, can hand it over.'],
  'own-request': ['Nobody decides their own request: somebody else has to.'],
  'not-its-approver': ['Only the person who gave an approval, or an admin, can revoke it.'],
  'not-requester': ['Only the person who asked for it can do this.'],
};

type InvalidGrantee = Extract<ProblemFacts, { kind: 'grantee-invalid' }>['standing'];

const granteeInvalid: Readonly<Record<Exclude<InvalidGrantee, undefined>, Sentence>> = {
  guest: ['A guest cannot use API clients, so a grant would be of no use. Nothing was added.'],
  stranger: ['Only members of this workspace can get a grant. Nothing was added.'],
  bot: ['A bot cannot use this app, so a grant would be of no use. Nothing was added.'],
  deactivated: ['This Slack account is deactivated. Nothing was added.'],
  'unknown-group': ['Slack does not know this user group any more. Nothing was added.'],
};

const noGrantee = sentence(
  'Mention a person or a user group: ',
  { code: '/apiclient access add @ben billing' },
  ', or leave everything out and use the buttons.',
);

const acted = { create: 'created', delete: 'deleted', request: 'asked for' };

const example = (text: string | undefined): Sentence =>
  text === undefined ? ['.'] : [', for example ', { code: text }, '.'];

type RuleProblem = Extract<
  ProblemFacts,
  {
    kind:
      | 'grantee-invalid'
      | 'unknown-action'
      | 'no-user-named'
      | 'too-many-grants'
      | 'policy-changed-meanwhile'
      | 'nobody-administers'
      | 'name-not-allowed'
      | 'purpose-not-allowed'
      | 'pattern-unusable'
      | 'too-often'
      | 'too-many-clients'
      | 'right-lost'
      | 'approval-needed'
      | 'replacing-needs-approval'
      | 'not-allowed'
      | 'own-credential';
  }
>;

/** The sentences for what rights, grants and the policy do not let people do, or what is wrong with a change of them. */
export const ruleProblems: SentenceByKind<RuleProblem> = {
  'grantee-invalid': ({ standing }) => (standing === undefined ? noGrantee : granteeInvalid[standing]),
  'unknown-action': ({ action, known }) =>
    action === ''
      ? ['Say what you want to know about: ', { code: textsListed(known) }, '.']
      : ['I know no act called ', { code: action }, ': ', { code: textsListed(known) }, '.'],
  'no-user-named': () => [
    'Say which Alphaus user, too: ',
    { code: '/apiclient access add @ben billing' },
    '.',
  ],
  'too-many-grants': ({ limit }) => [
    `There are ${limit} grants, which is the most there can be. Take some back, or give one to a user group instead of many people.`,
  ],
  'policy-changed-meanwhile': ({ change }) =>
    change === undefined
      ? ['The policy was changed meanwhile. Nothing was saved; look at it again.']
      : [
          'The policy was changed meanwhile by ',
          { person: change.by },
          ' ',
          { time: change.at },
          '. Nothing was saved, so that nothing of theirs is lost; look at it again.',
        ],
  'nobody-administers': () => [
    'With this policy nobody would be an admin any more, and nobody could change it back. Name an admin who is a full member of the workspace, or let Slack’s admins be admins.',
  ],
  'name-not-allowed': (facts) => [
    'The policy of this workspace wants names that match ',
    { code: facts.pattern },
    ...example(facts.example),
  ],
  'purpose-not-allowed': (facts) => [
    'The policy of this workspace wants a purpose with something in it that matches ',
    { code: facts.pattern },
    ...example(facts.example),
  ],
  'pattern-unusable': ({ part }) => [
    part === 'namePattern'
      ? 'The policy of this workspace has a pattern for names that cannot be used, so I allow none. Ask an admin to change it: '
      : 'The policy of this workspace has a pattern for purposes that cannot be used, so I allow none. Ask an admin to change it: ',
    { code: '/apiclient setup' },
    ', then ',
    { bold: 'Policy' },
    '.',
  ],
  'too-often': ({ act, whose, limit, possibleAt }) => {
    const clients = countedInWords(limit, 'API client', 'API clients');
    return [
      whose === 'person'
        ? `You have ${acted[act]} ${clients} within an hour, which is as many as the policy allows one person. It is possible again `
        : `In this workspace people ${acted[act]} ${clients} within an hour, which is as many as the policy allows. It is possible again `,
      { time: possibleAt },
      '.',
    ];
  },
  'too-many-clients': ({ limit }) => [
    `You have ${countedInWords(limit, 'API client', 'API clients')} already, which is as many as the policy allows one person. Delete one that is no longer needed, or ask an admin; `,
    { code: '/apiclient list --mine' },
    ' shows them.',
  ],
  'right-lost': () => [
    'Your rights have changed since this was shown to you: you may no longer do it. Nothing was done.',
  ],
  'approval-needed': ({ rule }) => [
    rule === 'always'
      ? 'In this workspace every new API client needs an approval. Ask for it with '
      : 'You may not create under this Alphaus user without an approval. Ask for it with ',
    { code: '/apiclient request' },
    '.',
  ],
  'replacing-needs-approval': ({ rule }) => [
    rule === 'always'
      ? 'In this workspace every new API client needs an approval, one that replaces another too. '
      : 'You may not create under this Alphaus user without an approval, so you cannot replace this client. ',
    'Nothing was deleted. Ask for a new one with ',
    { code: '/apiclient request' },
    ', and delete this one once you no longer need it.',
  ],
  'not-allowed': ({ reason }) => denied[reason],
  'own-credential': () => denied['own-credential'],
};
