import type { Trouble } from '../../../underneath/underneath.js';
import type { ExchangeKind } from '../../../underneath/exchange.js';

/** The panel that shows what goes on between Slack, bot and API. */
export const underneath = {
  title: 'What happens underneath',
  show: 'Show what happens underneath',
  close: 'Close this panel',
  intro: 'Every request between Slack, the bot and the Alphaus API, as it comes. Secrets are masked.',
  trouble: {
    title: 'Make trouble',
    intro: 'and see how the bot copes.',
    label: {
      'api-slow': 'API is slow',
      'api-down': 'API is down',
      'lose-answer': 'Lose this answer',
      'refuse-dm': 'Slack refuses the next DM',
    } satisfies Record<Trouble, string>,
    says: {
      'api-slow': 'Each call of the API takes four seconds, until you press this again.',
      'api-down': 'The API answers everything with 503, until you press this again.',
      'lose-answer': 'The next API client is created, but the API’s answer never arrives.',
      'refuse-dm': 'The next message that only one person should see is refused.',
    } satisfies Record<Trouble, string>,
    restart: 'Restart the bot',
    restartSays: 'Ends the bot in order, as a deployment does, and starts it again.',
    crash: 'Crash the bot',
    crashSays: 'Kills the bot’s process in the middle of its work, and starts it again.',
    failed: 'That did not work: the sandbox does not answer.',
  },
  held: {
    title: 'What the API holds',
    count: (count: number): string =>
      `${count.toLocaleString('en')} API ${count === 1 ? 'client' : 'clients'}`,
    many: (count: number): string => `Have ${count.toLocaleString('en')} of them`,
    manySays: 'Puts API clients there that were made elsewhere, spread over the Alphaus users.',
    name: 'Name',
    id: 'Client ID',
    user: 'Alphaus user',
    newest: (shown: number): string => `The newest ${shown} are shown.`,
  },
  connect: {
    title: 'Accounts to connect',
    intro:
      'What the Alphaus console would give an admin, for /apiclient setup, Connection. A workspace can have one account of each product.',
    product: 'Product',
    products: { ripple: 'Ripple/Octo', wave: 'Wave' },
  },
  violations: {
    title: 'What Slack refused or would hold against the bot',
  },
  exchanges: {
    title: 'Requests',
    none: 'Nothing yet. Type a command, press a button, and it appears here.',
    clear: 'Clear',
    way: {
      delivery: 'Slack → bot',
      'web-api': 'bot → Slack',
      'response-url': 'bot → Slack',
      api: '→ Alphaus API',
    } satisfies Record<ExchangeKind, string>,
    asked: 'Requested',
    answered: 'Answered',
    empty: '(nothing)',
    waiting: 'waiting …',
    acknowledged: (ms: number): string => `acknowledged in ${ms} ms`,
    answer: (status: number, ms: number): string => `${status} in ${ms} ms`,
    refused: (reason: string, ms: number): string => `${reason} (${ms} ms)`,
  },
  bot: {
    restarting: 'The bot is starting again …',
    ended: (ending: string): string => `The bot has ended (${ending}).`,
    endedSays: 'Nothing answers. Its last words stand in the sandbox’s terminal.',
    start: 'Start it again',
  },
};
