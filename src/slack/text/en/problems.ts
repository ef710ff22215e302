import type { ProblemFacts } from '../../../core/problem.js';
import type { Sentence } from '../sentence.js';
import { apiProblem } from './api-problems.js';
import { ruleProblem } from './rule-problems.js';
import { askAdmin, notConnected, productAway, productOf } from './setup.js';
import { typedProblem } from './typed-problems.js';

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
    case 'api-malformed':
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
    case 'audit-cut-meanwhile':
      return [
        'The oldest records of the audit trail were removed while I exported it, as the policy says. Export it again.',
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
    case 'unknown-action':
    case 'no-user-named':
    case 'too-many-grants':
    case 'policy-changed-meanwhile':
    case 'nobody-administers':
    case 'name-not-allowed':
    case 'purpose-not-allowed':
    case 'too-often':
    case 'too-many-clients':
    case 'right-lost':
    case 'approval-needed':
    case 'not-allowed':
    case 'own-credential':
      return ruleProblem(facts);
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
    case 'name-not-typed':
      return [
        'This client is not yours, so its name must be typed exactly to delete it: ',
        { bold: facts.name },
        '. Its client ID does as well. Nothing was deleted.',
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
