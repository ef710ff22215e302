import type { Logger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Fetch } from '../../core/http.js';
import type { Secret } from '../../core/model/secret.js';

/** The app as Slack knows it, wherever it is installed. */
export interface AppCredentials {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly apiUrl: string;
  readonly log: Logger;
  readonly fetch: Fetch;
}

const TIMEOUT_MS = 10_000;

/** A client for exchanges, many of which are good only once: the caller decides about repeating. */
export const exchangeOptions = ({ apiUrl, fetch }: AppCredentials): Omit<WebClientOptions, 'logger'> => ({
  slackApiUrl: apiUrl,
  fetch,
  timeout: TIMEOUT_MS,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
});
