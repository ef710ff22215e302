import type { DenialReason } from '../../core/decide.js';
import type { ProblemFacts } from '../../core/problem.js';
import type { Sentence } from '../sentence.js';
import { apiProblem } from './en-api-problems.js';
import { askAdmin, notConnected, productAway, productOf } from './en-setup.js';
import { typedProblem } from './en-typed-problems.js';

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

/** The sentence for a deliberate failure: what was wrong, and what to do. */
export function problem(facts: ProblemFacts): Sentence {
  switch (facts.kind) {
    case 'api-unreachable':
    case 'api-timeout':
    case 'api-credentials-refused':
    case 'api-forbidden':
    case 'api-not-found':
    case 'api-refused':
    case 'api-rate-limited':
    case 'api-failed':
    case 'api-nonsense':
      return apiProblem(facts);
    case 'unbalanced-quotes':
    case 'unknown-flag':
    case 'flag-without-value':
    case 'unexpected-argument':
    case 'name-invalid':
    case 'purpose-invalid':
    case 'client-id-invalid':
    case 'audit-selection-invalid':
    case 'export-format-unknown':
    case 'search-too-long':
    case 'owner-invalid':
      return typedProblem(facts);
    case 'store-unavailable':
      return [
        'The bot cannot reach its own storage right now, so it could not finish this. Look with /apiclient list in a minute before you try again.',
      ];
    case 'busy':
      return [
        'More is being asked of me from here than I can do at once, so I did not take this. Nothing was done: try again in a minute.',
      ];
    case 'delivered-again':
      return ['Slack delivered this twice: it was done, or is being done, the first time.'];
    case 'stopping':
      return [
        'I am just being restarted, and did not begin with this. Nothing was done: try again in a minute.',
      ];
    case 'uninstalled':
      return ['This app was just uninstalled from this workspace, so nothing was done.'];
    case 'alphaus-user-unknown':
      return [
        'There is no Alphaus user ',
        { code: facts.user },
        ' that you may use. ',
        { code: '/apiclient create' },
        ' alone lets you choose from a list.',
      ];
    case 'product-away':
      return productAway(facts.product);
    case 'no-alphaus-users':
      return ['Alphaus names no user under whom an API client could live. Tell the person who runs the bot.'];
    case 'person-unknown':
      return ['Slack did not say who you are in this workspace, so nothing was done. Try again in a minute.'];
    case 'groups-unknown':
      return [
        'Slack did not say which user groups you are in, and they decide what you may do here. Nothing was done; try again in a minute.',
      ];
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
    case 'client-not-found':
      return [
        'There is no such API client that you may see. ',
        { code: '/apiclient list' },
        ' shows those that there are.',
      ];
    case 'not-connected':
      return notConnected(facts.maySetUp, facts.ask);
    case 'account-changed':
      return [
        `Nothing was deleted: I cannot tell whether this workspace is connected now to the Alphaus account (${productOf(facts.user)}) in which this API client was asked for. `,
        ...askAdmin(facts.ask),
        ' to look for it in that account, or to connect that account again; then press again.',
      ];
    case 'client-elsewhere':
      return [
        { code: facts.id },
        ` was made in an Alphaus account (${productOf(facts.user)}) to which this workspace is not known to be connected now. `,
        ...askAdmin(facts.ask),
        ' to look for it in that account, or to connect that account again.',
      ];
    case 'own-credential':
      return denied['own-credential'];
    case 'name-not-typed':
      return [
        'This client is not yours, so its name must be typed exactly to delete it: ',
        { bold: facts.name },
        '. Nothing was deleted.',
      ];
    case 'confirmation-expired':
      return [
        'This confirmation is older than ten minutes. Nothing was deleted; start again with ',
        { code: '/apiclient delete' },
        '.',
      ];
    case 'offer-over':
      return ['This question is settled already, or is more than a month old. Nothing was changed.'];
    case 'secret-not-delivered':
      return facts.cleanedUp
        ? [
            'The secret could not be shown to you, so nobody holds it. The new client was deleted again at once: if a secret is on your screen all the same, it does not work. Open your direct message with me, and try again.',
          ]
        : [
            'The secret could not be shown to you, so nobody holds it, and deleting the new client failed too. I try again until it is gone, and tell you then; ',
            { code: `/apiclient delete ${facts.id}` },
            ' deletes it sooner.',
          ];
    case 'request-not-found':
      return [
        'There is no such request for you. ',
        { code: '/apiclient requests' },
        ' shows those that you asked for, and those that wait for you.',
      ];
    case 'nobody-decides':
      return [
        'Nobody could decide this request: no approver is set besides you, so it was not sent. Ask an admin of this workspace to name approvers with ',
        { code: '/apiclient setup' },
        '.',
      ];
    case 'user-not-picked':
      return [
        'The requester was not sure about the Alphaus user, so the request can only be approved for one that you pick.',
      ];
    case 'stale-interaction':
      return [
        'This button or form is from an older version of the app. Start again with ',
        { code: '/apiclient' },
        '.',
      ];
    case 'slack-failed':
      if (facts.method === 'views.open' && facts.error.includes('trigger')) {
        return [
          'This took longer than the three seconds in which Slack lets me open a form. Nothing was done: try again.',
        ];
      }
      return [
        'Slack did not take what the bot sent. Try again in a minute; if it stays, tell the person who runs the bot.',
      ];
  }
}
