import type { ProblemFacts } from '../../../../core/problem.js';
import { type SentenceByKind, sentenceOf } from '../../by-kind.js';
import { type FailedAct, someAct } from '../../failed-act.js';
import type { Sentence } from '../../sentence.js';
import { apiProblems } from './api-problems.js';
import { ownershipProblems } from '../clients/ownership.js';
import { rotationProblems } from '../clients/rotation-problems.js';
import { ruleProblems } from '../policy/rule-problems.js';
import { askAdmin, notConnected, productAway, productOf } from '../setup.js';
import { messagesTabOff, slackFailed } from './slack-problems.js';
import { typedProblems } from './typed-problems.js';
import { listed } from '../grammar.js';

const problems: SentenceByKind<ProblemFacts, [FailedAct]> = {
  ...apiProblems,
  ...typedProblems,
  ...ruleProblems,
  ...ownershipProblems,
  ...rotationProblems,
  'store-unavailable': () => [
    'The bot can’t reach its storage right now, so it couldn’t finish this. Check with /apiclient list in a minute before you try again.',
  ],
  'record-unreadable': () => [
    'Data that the bot needs for this is damaged in its storage, so it couldn’t finish this. Check with /apiclient list, and give the reference to the person who runs the bot.',
  ],
  'store-doubted': () => [
    'The bot’s storage came back empty, or older than it was. Nothing was done, and nobody can do anything here until the person who runs the bot has checked it. Tell them: ',
    { code: 'npm run store:accept' },
    ' says what happened, and what to do.',
  ],
  'audit-cut-meanwhile': () => [
    'The oldest records of the audit trail were removed during the export, as the policy says. Export it again.',
  ],
  'list-changed-meanwhile': () => [
    'API clients kept changing while the file was written. Nothing was sent. Export it again.',
  ],
  busy: () => ['Too many requests at once. Nothing was done. Try again in a minute.'],
  'delivered-again': () => ['Slack sent this twice. The first one is done or still in progress.'],
  stopping: () => ['The bot is restarting. Nothing was done. Try again in a minute.'],
  uninstalled: () => ['This app was just uninstalled from this workspace, so nothing was done.'],
  'alphaus-user-unknown': ({ user }, { command }) => [
    'There’s no Alphaus user ',
    { code: user },
    ' that you can use. ',
    ...chooseFromList(command),
  ],
  'product-away': (facts) => productAway(facts.product),
  'no-alphaus-users': () => [
    'Alphaus lists no user that an API client could belong to. Tell the person who runs the bot.',
  ],
  'person-unknown': () => [
    'Slack didn’t say who you are in this workspace. Nothing was done. Try again in a minute.',
  ],
  'groups-unknown': () => [
    'Slack didn’t say which user groups you’re in, and your rights depend on them. Nothing was done. Try again in a minute.',
  ],
  'client-ambiguous': ({ typed, ids, total }) => [
    `${total} API clients that you can see are named “${typed}”. Use a client ID: `,
    ...listed(
      ids.map((code) => ({ code })),
      ids.length,
    ),
    total > ids.length ? ', … ' : '. ',
    { code: '/apiclient list' },
    ' shows all of them.',
  ],
  'client-not-found': () => [
    'No API client found with that ID or name. ',
    { code: '/apiclient list' },
    ' shows the ones you can see.',
  ],
  'not-connected': (facts) => notConnected(facts.maySetUp, facts.ask),
  'account-changed': (facts) => [
    `Nothing was deleted. I can’t tell whether the connected Alphaus account (${productOf(facts.user)}) is the one in which this API client was requested. `,
    ...askAdmin(facts.ask),
    ' to look for it in that account, or to connect that account again. Then press the button again.',
  ],
  'request-elsewhere': (facts) => [
    { bold: facts.name },
    ` was requested in a different Alphaus account (${productOf(facts.user)}) from the one that is connected now, so nothing was done. It waits until that account is connected again. `,
    ...askAdmin(facts.ask),
    ' about it, or request a client in the connected account with ',
    { code: '/apiclient request' },
    '.',
  ],
  'client-elsewhere': (facts) => [
    { code: facts.id },
    ` was created in an Alphaus account (${productOf(facts.user)}) that may not be the one connected now. `,
    ...askAdmin(facts.ask),
    ' to look for it in that account, or to connect that account again.',
  ],
  'name-not-typed': (facts) => [
    'This client isn’t yours. To delete it, type its name exactly (',
    { bold: facts.name },
    ') or its client ID. Nothing was deleted.',
  ],
  'confirmation-expired': () => [
    'This confirmation is more than ten minutes old. Nothing was deleted. Start again with ',
    { code: '/apiclient delete' },
    '.',
  ],
  'offer-over': () => ['This question is already settled, or more than a month old. Nothing was changed.'],
  'secret-not-delivered': (facts) =>
    facts.cleanedUp && facts.isShut
      ? [
          'The secret couldn’t be shown to you. Nobody has it, so the new client was deleted. ',
          ...messagesTabOff,
        ]
      : facts.cleanedUp
        ? [
            'The secret couldn’t be shown to you. Nobody has it, so the new client was deleted. If you do see a secret, it doesn’t work. Open your direct message with me and try again.',
          ]
        : [
            'The secret couldn’t be shown to you. Nobody has it, but the new client couldn’t be deleted yet. I’ll keep trying and tell you when it’s deleted. ',
            { code: `/apiclient delete ${facts.id}` },
            ' deletes it sooner.',
          ],
  'step-requester-missing': () => [
    'The step “Request an API client” doesn’t say who the API client is for. Set its requester in Workflow Builder.',
  ],
  'request-changed-meanwhile': () => [
    'This request was changed while your click was being worked on, so nothing was created. Look at it with ',
    { code: '/apiclient requests' },
    ' before you try again.',
  ],
  'request-not-found': () => [
    'Request not found. ',
    { code: '/apiclient requests' },
    ' shows your requests and the ones waiting for your decision.',
  ],
  'nobody-decides': (_, { ask }) => [
    'Your request wasn’t sent: nobody but you could decide it, because no other approver is set. ',
    ...askAdmin(ask),
    ' to name approvers with ',
    { code: '/apiclient setup' },
    '.',
  ],
  'too-few-decide': ({ needed, people }, { ask }) => [
    `Your request wasn’t sent: ${needed} people must approve it, and besides you only `,
    ...listed(
      people.map((person) => ({ person })),
      10,
    ),
    ' can. ',
    ...askAdmin(ask),
    ' to name more approvers, or to ask for fewer approvals, with ',
    { code: '/apiclient setup' },
    '.',
  ],
  'user-not-picked': () => [
    'The requester wasn’t sure which Alphaus user to use. Choose one to approve the request.',
  ],
  'stale-interaction': () => [
    'This button or form is from an older version of the app. Start again with ',
    { code: '/apiclient' },
    '.',
  ],
  'slack-failed': slackFailed,
};

/** Where Alphaus users are chosen from a list instead of typed, by the command that was typed. */
function chooseFromList(command: string | undefined): Sentence {
  if (command === 'create' || command === 'request') {
    return ['Type ', { code: `/apiclient ${command}` }, ' without arguments to choose from a list.'];
  }
  const [opens, button] =
    command === 'access' ? ['access', 'Add'] : [command === 'review' ? 'review' : 'list', 'Filter'];
  return [
    'Type ',
    { code: `/apiclient ${opens}` },
    ' and press ',
    { bold: button },
    ' to choose from a list.',
  ];
}

/** The sentence for a deliberate failure: what was wrong, and what to do. */
export const problem = (facts: ProblemFacts, act: FailedAct = someAct): Sentence =>
  sentenceOf(problems, facts, act);
