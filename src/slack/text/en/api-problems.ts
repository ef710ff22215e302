import type { ApiOperation, ApiProblem } from '../../../core/problem.js';
import type { SentenceByKind } from '../by-kind.js';

const doing: Readonly<Record<ApiOperation, string>> = {
  token: 'asking for an access token',
  whoami: 'asking who the bot is',
  users: 'listing the Alphaus users',
  list: 'listing the API clients',
  create: 'creating the API client',
  delete: 'deleting the API client',
};

/** A deletion whose answer was lost may have happened; repeating it is safe. */
const again = (operation: ApiOperation): string =>
  operation === 'delete'
    ? 'The client may be deleted or not; deleting it again in a minute does no harm.'
    : 'Try again in a minute.';

/** The sentences for what the API did to us short of what was asked. */
export const apiProblems: SentenceByKind<ApiProblem> = {
  'api-unreachable': ({ operation }) => [
    `Alphaus could not be reached while ${doing[operation]}. ${again(operation)}`,
  ],
  'api-timeout': ({ operation, seconds }) => [
    `Alphaus gave no answer within ${seconds} seconds while ${doing[operation]}. ${again(operation)}`,
  ],
  'api-credentials-refused': () => [
    'Alphaus refuses the credentials that this bot is set up with. Tell the person who runs the bot: they need a new client ID and secret.',
  ],
  'api-forbidden': ({ operation }) => [
    `Alphaus does not allow this bot’s account to go on while ${doing[operation]}. Tell the person who runs the bot which Alphaus user you chose.`,
  ],
  'api-not-found': ({ operation }) => [
    `Alphaus does not know what was asked for while ${doing[operation]}. It may have been deleted meanwhile; list again to see.`,
  ],
  'api-refused': ({ operation }) => [
    `Alphaus refused the request while ${doing[operation]}. Nothing was changed. Check what you entered, and try again.`,
  ],
  'api-rate-limited': ({ retryAfterSeconds: after }) => [
    after === undefined
      ? 'Alphaus is getting too many requests right now. Try again in a minute.'
      : `Alphaus is getting too many requests right now. Try again in ${Math.ceil(after)} seconds.`,
  ],
  'api-failed': ({ operation }) => [
    `Alphaus failed while ${doing[operation]}. It is not your fault. ${again(operation)}`,
  ],
  'api-malformed': ({ operation }) => [
    `Alphaus gave an answer that this bot does not understand while ${doing[operation]}. Try again; if it stays, tell the person who runs the bot.`,
  ],
};
