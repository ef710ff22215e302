import { Problem } from '../../core/problem.js';
import type { SlackCalls } from './slack-calls.js';

/** What Slack says of a token whose installation has ended. */
const ENDED =
  /^(account_inactive|token_revoked|token_expired|invalid_auth|not_authed|invalid_refresh_token)\b/;

/** Whether Slack takes a bot token; `undefined` when Slack does not say. */
export async function tokenWorks(calls: Pick<SlackCalls, 'identity'>): Promise<boolean | undefined> {
  try {
    await calls.identity();
    return true;
  } catch (error) {
    if (!(error instanceof Problem) || error.facts.kind !== 'slack-failed') throw error;
    return ENDED.test(error.facts.error) ? false : undefined;
  }
}
