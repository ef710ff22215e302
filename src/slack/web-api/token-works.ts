import { Problem } from '../core/problem.js';
import type { Services } from '../slack/call/services.js';

/** What Slack says of a token whose installation has ended. */
const ENDED =
  /^(account_inactive|token_revoked|token_expired|invalid_auth|not_authed|invalid_refresh_token)\b/;

/** Whether Slack takes the workspace's bot token; `undefined` when Slack does not say. */
export async function tokenWorks(services: Services | undefined): Promise<boolean | undefined> {
  if (services === undefined) return false;
  try {
    await services.calls.identity();
    return true;
  } catch (error) {
    if (!(error instanceof Problem) || error.facts.kind !== 'slack-failed') throw error;
    return ENDED.test(error.facts.error) ? false : undefined;
  }
}
