import type { ApiOperation, ApiProblem } from '../../../../core/problem.js';
import type { SentenceByKind } from '../../by-kind.js';

const doing: Readonly<Record<ApiOperation, string>> = {
  token: 'getting an access token',
  whoami: 'checking the bot’s own account',
  users: 'listing the Alphaus users',
  list: 'listing the API clients',
  create: 'creating the API client',
  delete: 'deleting the API client',
};

/** A deletion whose answer was lost may have happened; repeating it is safe. */
const again = (operation: ApiOperation): string =>
  operation === 'delete'
    ? 'The client may or may not be deleted. It’s safe to delete it again in a minute.'
    : 'Try again in a minute.';

/** The sentences for what the API did to us short of what was asked. */
export const apiProblems: SentenceByKind<ApiProblem> = {
  'api-unreachable': ({ operation }) => [
    `Couldn’t reach Alphaus while ${doing[operation]}. ${again(operation)}`,
  ],
  'api-timeout': ({ operation, seconds }) => [
    `Alphaus didn’t answer within ${seconds} seconds while ${doing[operation]}. ${again(operation)}`,
  ],
  'api-credentials-refused': () => [
    'Alphaus rejected the credentials this bot uses. Tell the person who runs the bot that it needs a new client ID and secret.',
  ],
  'api-forbidden': ({ operation }) => [
    `Alphaus denied permission while ${doing[operation]}. Tell the person who runs the bot which Alphaus user you chose.`,
  ],
  'api-not-found': ({ operation }) => [
    `Alphaus couldn’t find what was needed while ${doing[operation]}. It may have been deleted in the meantime. List again to check.`,
  ],
  'api-refused': ({ operation }) => [
    `Alphaus rejected the request while ${doing[operation]}. Nothing was changed. Check what you entered and try again.`,
  ],
  'api-rate-limited': ({ retryAfterSeconds: after }) => [
    after === undefined
      ? 'Alphaus is getting too many requests right now. Try again in a minute.'
      : `Alphaus is getting too many requests right now. Try again in ${Math.ceil(after)} seconds.`,
  ],
  'api-failed': ({ operation }) => [
    `Alphaus had an error while ${doing[operation]}. It’s not your fault. ${again(operation)}`,
  ],
  'api-malformed': ({ operation }) => [
    `Alphaus sent an answer the bot doesn’t understand while ${doing[operation]}. Try again. If it keeps happening, tell the person who runs the bot.`,
  ],
};
