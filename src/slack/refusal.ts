import { Problem } from '../core/problem.js';

/**
 * What a refusal of Slack's means for what asks again. `passing`: it may be different in a minute, or Slack did not
 * answer. `token`: Slack does not accept the bot's token, for anything. `message`: what was sent is wrong, which is a
 * fault of ours. `definite`: all else, also what nobody here has heard of; asking again changes nothing.
 */
export type SlackRefusal = 'passing' | 'token' | 'message' | 'definite';

const PASSING: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

const OF_TOKEN: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'invalid_refresh_token',
  'not_authed',
  'org_login_required',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
]);

const OF_MESSAGE =
  /^(invalid_(arg|array|attach|blocks|charset|form|json|metadata|post)|json_|missing_(arg|charset|post)|msg_|no_text|too_)/;

export function slackRefusal(word: string): SlackRefusal {
  // What is no word of Slack's is the name of an error: there was no answer.
  if (PASSING.has(word) || !/^[a-z0-9_]+$/.test(word)) return 'passing';
  if (OF_TOKEN.has(word)) return 'token';
  return OF_MESSAGE.test(word) ? 'message' : 'definite';
}

/** Slack's word, without its details, or the name of what kept its answer from us; `undefined` for another failure. */
export function slackWord(error: unknown): string | undefined {
  if (!(error instanceof Problem && error.facts.kind === 'slack-failed')) return undefined;
  return error.facts.error.split(' ', 1)[0] ?? '';
}

/** Refusals that are about the app and not about whom or what it asked for. */
const OF_APP: ReadonlySet<string> = new Set([
  'access_denied',
  'ekm_access_denied',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'team_access_not_granted',
]);

/** Whether Slack refuses the app itself, no matter who is asked about. */
export function refusesApp(error: unknown): boolean {
  const word = slackWord(error);
  return word !== undefined && (OF_APP.has(word) || slackRefusal(word) === 'token');
}

/** Why a channel takes no messages of the bot's, as far as its admins can do something about it. */
export type ChannelRefusal = 'archived' | 'absent' | 'restricted' | 'app' | 'other';

const OF_CHANNEL: Readonly<Record<string, ChannelRefusal>> = {
  is_archived: 'archived',
  is_inactive: 'archived',
  channel_not_found: 'absent',
  not_in_channel: 'absent',
};

export function channelRefusal(word: string): ChannelRefusal {
  if (word.startsWith('restricted_action')) return 'restricted';
  return OF_CHANNEL[word] ?? (OF_APP.has(word) ? 'app' : 'other');
}
