import type { TokenVerdict } from '../../core/workspace/uninstall.js';
import { Problem } from '../../core/problem.js';
import type { SlackCalls } from './slack-calls.js';

/** What Slack says of a token that it has revoked; nothing else is proof that an installation has ended. */
const ENDED: ReadonlySet<string> = new Set(['account_inactive', 'token_revoked', 'invalid_refresh_token']);
/** The token is wrong, or comes from an address that the app's settings in Slack do not allow. */
const REFUSED: ReadonlySet<string> = new Set(['invalid_auth']);

/** What Slack says of the token with which `calls` are made, and the word that it used. */
export async function tokenVerdict(
  calls: SlackCalls,
): Promise<{ readonly verdict: TokenVerdict; readonly word: string }> {
  try {
    await calls.identity();
    return { verdict: 'accepted', word: 'ok' };
  } catch (error) {
    if (!(error instanceof Problem) || error.facts.kind !== 'slack-failed') throw error;
    const [word = ''] = error.facts.error.split(' ', 1);
    return { verdict: ENDED.has(word) ? 'ended' : REFUSED.has(word) ? 'refused' : 'unknown', word };
  }
}
