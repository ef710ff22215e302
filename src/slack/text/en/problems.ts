import type { ProblemFacts } from '../../../core/problem.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import type { Sentence } from '../sentence.js';
import { apiProblems } from './api-problems.js';
import { ruleProblems } from './rule-problems.js';
import { askAdmin, notConnected, productAway, productOf } from './setup.js';
import { messagesTabOff, slackFailed } from './slack-problems.js';
import { typedProblems } from './typed-problems.js';

const problems: SentenceByKind<ProblemFacts> = {
  ...apiProblems,
  ...typedProblems,
  ...ruleProblems,
  'store-unavailable': () => [
    'The bot cannot reach its own storage right now, so it could not finish this. Look with /apiclient list in a minute before you try again.',
  ],
  'audit-cut-meanwhile': () => [
    'The oldest records of the audit trail were removed while I exported it, as the policy says. Export it again.',
  ],
  busy: () => [
    'More is being asked of me from here than I can do at once, so I did not take this. Nothing was done: try again in a minute.',
  ],
  'delivered-again': () => ['Slack delivered this twice: it was done, or is being done, the first time.'],
  stopping: () => [
    'I am just being restarted, and did not begin with this. Nothing was done: try again in a minute.',
  ],
  uninstalled: () => ['This app was just uninstalled from this workspace, so nothing was done.'],
  'alphaus-user-unknown': (facts) => [
    'There is no Alphaus user ',
    { code: facts.user },
    ' that you may use. ',
    { code: '/apiclient create' },
    ' alone lets you choose from a list.',
  ],
  'product-away': (facts) => productAway(facts.product),
  'no-alphaus-users': () => [
    'Alphaus names no user under whom an API client could live. Tell the person who runs the bot.',
  ],
  'person-unknown': () => [
    'Slack did not say who you are in this workspace, so nothing was done. Try again in a minute.',
  ],
  'groups-unknown': () => [
    'Slack did not say which user groups you are in, and they decide what you may do here. Nothing was done; try again in a minute.',
  ],
  'client-not-found': () => [
    'There is no such API client that you may see. ',
    { code: '/apiclient list' },
    ' shows those that there are.',
  ],
  'not-connected': (facts) => notConnected(facts.maySetUp, facts.ask),
  'account-changed': (facts) => [
    `Nothing was deleted: I cannot tell whether this workspace is connected now to the Alphaus account (${productOf(facts.user)}) in which this API client was asked for. `,
    ...askAdmin(facts.ask),
    ' to look for it in that account, or to connect that account again; then press again.',
  ],
  'request-elsewhere': (facts) => [
    { bold: facts.name },
    ` was asked for in another Alphaus account (${productOf(facts.user)}) than the one that is connected now, so nothing was done. It waits until that account is connected again. `,
    ...askAdmin(facts.ask),
    ' about it, or ask for a client of the connected account with ',
    { code: '/apiclient request' },
    '.',
  ],
  'client-elsewhere': (facts) => [
    { code: facts.id },
    ` was made in an Alphaus account (${productOf(facts.user)}) to which this workspace is not known to be connected now. `,
    ...askAdmin(facts.ask),
    ' to look for it in that account, or to connect that account again.',
  ],
  'name-not-typed': (facts) => [
    'This client is not yours, so its name must be typed exactly to delete it: ',
    { bold: facts.name },
    '. Its client ID does as well. Nothing was deleted.',
  ],
  'confirmation-expired': () => [
    'This confirmation is older than ten minutes. Nothing was deleted; start again with ',
    { code: '/apiclient delete' },
    '.',
  ],
  'offer-over': () => ['This question is settled already, or is more than a month old. Nothing was changed.'],
  'secret-not-delivered': (facts) =>
    facts.cleanedUp && facts.isShut
      ? [
          'The secret could not be shown to you, so nobody holds it, and the new client was deleted again at once. ',
          ...messagesTabOff,
        ]
      : facts.cleanedUp
        ? [
            'The secret could not be shown to you, so nobody holds it. The new client was deleted again at once: if a secret is on your screen all the same, it does not work. Open your direct message with me, and try again.',
          ]
        : [
            'The secret could not be shown to you, so nobody holds it, and deleting the new client failed too. I try again until it is gone, and tell you then; ',
            { code: `/apiclient delete ${facts.id}` },
            ' deletes it sooner.',
          ],
  'request-not-found': () => [
    'There is no such request for you. ',
    { code: '/apiclient requests' },
    ' shows those that you asked for, and those that wait for you.',
  ],
  'nobody-decides': () => [
    'Nobody could decide this request: no approver is set besides you, so it was not sent. Ask an admin of this workspace to name approvers with ',
    { code: '/apiclient setup' },
    '.',
  ],
  'user-not-picked': () => [
    'The requester was not sure about the Alphaus user, so the request can only be approved for one that you pick.',
  ],
  'stale-interaction': () => [
    'This button or form is from an older version of the app. Start again with ',
    { code: '/apiclient' },
    '.',
  ],
  'slack-failed': slackFailed,
};

/** The sentence for a deliberate failure: what was wrong, and what to do. */
export const problem = (facts: ProblemFacts): Sentence => sentenceOf(problems, facts);
