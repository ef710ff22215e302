import type { ApiOperation, ApiProblem } from '../../../core/problem.js';
import type { Sentence } from '../sentence.js';

const doing: Record<ApiOperation, string> = {
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

/** The sentence for what the API did to us short of what was asked. */
export function apiProblem(facts: ApiProblem): Sentence {
  switch (facts.kind) {
    case 'api-unreachable':
      return [`Alphaus could not be reached while ${doing[facts.operation]}. ${again(facts.operation)}`];
    case 'api-timeout':
      return [
        `Alphaus gave no answer within ${facts.seconds} seconds while ${doing[facts.operation]}. ${again(facts.operation)}`,
      ];
    case 'api-credentials-refused':
      return [
        'Alphaus refuses the credentials that this bot is set up with. Tell the person who runs the bot: they need a new client ID and secret.',
      ];
    case 'api-forbidden':
      return [
        `Alphaus does not allow this bot’s account to go on while ${doing[facts.operation]}. Tell the person who runs the bot which Alphaus user you chose.`,
      ];
    case 'api-not-found':
      return [
        `Alphaus does not know what was asked for while ${doing[facts.operation]}. It may have been deleted meanwhile; list again to see.`,
      ];
    case 'api-refused':
      return [
        `Alphaus refused the request while ${doing[facts.operation]}. Nothing was changed. Check what you entered, and try again.`,
      ];
    case 'api-rate-limited':
      return [
        `Alphaus is getting too many requests right now. Try again ${
          facts.retryAfterSeconds === undefined
            ? 'in a minute'
            : `in ${Math.ceil(facts.retryAfterSeconds)} seconds`
        }.`,
      ];
    case 'api-failed':
      return [
        `Alphaus failed while ${doing[facts.operation]}. It is not your fault. ${again(facts.operation)}`,
      ];
    case 'api-malformed':
      return [
        `Alphaus gave an answer that this bot does not understand while ${doing[facts.operation]}. Try again; if it stays, tell the person who runs the bot.`,
      ];
  }
}
