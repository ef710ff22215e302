import { WebClient } from '@slack/web-api';
import { Problem } from '../../core/problem.js';
import { Secret } from '../../core/model/secret.js';
import { type AppCredentials, exchangeOptions } from './app-credentials.js';
import { refusalOf } from './slack-errors.js';

export interface RefreshedToken {
  readonly botToken: Secret;
  readonly refreshToken: Secret;
  readonly expiresInSeconds: number;
}

/** Slack still answers a refresh token that was just used, for the case that its answer was lost. */
const ATTEMPTS = 3;

/** Exchanges a refresh token, which is good once, for the next pair; a failure is a `Problem`. */
export async function refreshToken(app: AppCredentials, token: Secret): Promise<RefreshedToken> {
  const client = new WebClient(undefined, { ...exchangeOptions(app), logger: app.log });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await client.oauth.v2.access({
        client_id: app.clientId,
        client_secret: app.clientSecret.reveal(),
        grant_type: 'refresh_token',
        refresh_token: token.reveal(),
      });
      const { access_token: botToken, refresh_token: next, expires_in: expiresInSeconds } = answer;
      if (botToken === undefined || next === undefined || expiresInSeconds === undefined) {
        throw new Problem({ kind: 'slack-failed', method: 'oauth.v2.access', error: 'UnreadableAnswer' });
      }
      return { botToken: new Secret(botToken), refreshToken: new Secret(next), expiresInSeconds };
    } catch (error) {
      if (error instanceof Problem) throw error;
      const refusal = refusalOf(error);
      if (refusal === undefined && attempt < ATTEMPTS) continue;
      // The SDK's own error may hold what was sent.
      throw new Problem({ kind: 'slack-failed', method: 'oauth.v2.access', error: refusal ?? 'NoAnswer' });
    }
  }
}
