import type { DenialReason } from '../../../core/model/decision.js';
import type { ProblemFacts } from '../../../core/problem.js';
import type { Sentence } from '../sentence.js';

const denied: Record<DenialReason, Sentence> = {
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
  'not-requester': ['Only the person who asked for it can do this.'],
};

function granteeInvalid(standing: Extract<ProblemFacts, { kind: 'grantee-invalid' }>['standing']): Sentence {
  switch (standing) {
    case 'guest':
      return ['A guest cannot use API clients, so a grant would be of no use. Nothing was added.'];
    case 'stranger':
      return ['Only members of this workspace can get a grant. Nothing was added.'];
    case 'bot':
      return ['A bot cannot use this app, so a grant would be of no use. Nothing was added.'];
    case 'deactivated':
      return ['This Slack account is deactivated. Nothing was added.'];
    case 'unknown-group':
      return ['Slack does not know this user group any more. Nothing was added.'];
    case undefined:
      return [
        'Mention a person or a user group: ',
        { code: '/apiclient access add @ben billing' },
        ', or leave everything out and use the buttons.',
      ];
  }
}

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
      | 'too-often'
      | 'too-many-clients'
      | 'right-lost'
      | 'approval-needed'
      | 'not-allowed'
      | 'own-credential';
  }
>;

/** What rights, grants and the policy do not let people do, or what is wrong with a change of them. */
export function ruleProblem(facts: RuleProblem): Sentence {
  switch (facts.kind) {
    case 'grantee-invalid':
      return granteeInvalid(facts.standing);
    case 'unknown-action':
      return [
        facts.action === '' ? 'Say what you want to know about' : 'I know no act called ',
        ...(facts.action === '' ? [] : [{ code: facts.action }]),
        ': ',
        { code: facts.known.join(', ') },
        '.',
      ];
    case 'no-user-named':
      return ['Say which Alphaus user, too: ', { code: '/apiclient access add @ben billing' }, '.'];
    case 'too-many-grants':
      return [
        `There are ${facts.limit} grants, which is the most there can be. Take some back, or give one to a user group instead of many people.`,
      ];
    case 'policy-changed-meanwhile':
      return facts.change === undefined
        ? ['The policy was changed meanwhile. Nothing was saved; look at it again.']
        : [
            'The policy was changed meanwhile by ',
            { person: facts.change.by },
            ' ',
            { time: facts.change.at },
            '. Nothing was saved, so that nothing of theirs is lost; look at it again.',
          ];
    case 'nobody-administers':
      return [
        'With this policy nobody would be an admin any more, and nobody could change it back. Name an admin who is a full member of the workspace, or let Slack’s admins be admins.',
      ];
    case 'name-not-allowed':
    case 'purpose-not-allowed':
      return [
        facts.kind === 'name-not-allowed'
          ? 'The policy of this workspace wants names that match '
          : 'The policy of this workspace wants a purpose with something in it that matches ',
        { code: facts.pattern },
        ...(facts.example === undefined ? [] : [', for example ', { code: facts.example }]),
        '.',
      ];
    case 'too-often': {
      const acted = { create: 'created', delete: 'deleted', request: 'asked for' }[facts.act];
      const clients = facts.limit === 1 ? 'one API client' : `${facts.limit} API clients`;
      return [
        facts.whose === 'person'
          ? `You have ${acted} ${clients} within an hour, which is as many as the policy allows one person. It is possible again `
          : `In this workspace people ${acted} ${clients} within an hour, which is as many as the policy allows. It is possible again `,
        { time: facts.possibleAt },
        '.',
      ];
    }
    case 'too-many-clients':
      return [
        `You have ${facts.limit === 1 ? 'one API client' : `${facts.limit} API clients`} already, which is as many as the policy allows one person. Delete one that is no longer needed, or ask an admin; `,
        { code: '/apiclient list --mine' },
        ' shows them.',
      ];
    case 'right-lost':
      return [
        'Your rights have changed since this was shown to you: you may no longer do it. Nothing was done.',
      ];
    case 'approval-needed':
      return facts.rule === 'always'
        ? [
            'In this workspace every new API client needs an approval. Ask for it with ',
            { code: '/apiclient request' },
            '.',
          ]
        : [
            'You may not create under this Alphaus user without an approval. Ask for it with ',
            { code: '/apiclient request' },
            '.',
          ];
    case 'not-allowed':
      return denied[facts.reason];
    case 'own-credential':
      return denied['own-credential'];
  }
}
