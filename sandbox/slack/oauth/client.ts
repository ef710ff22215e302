import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SlackError } from '../wire/slack-error.js';
import type { Args } from '../web-api/method.js';

/** The app as it is registered with Slack for OAuth. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Instead of the manifest's, of which the placeholder's origin stands for where the bot listens. */
  readonly redirectUrls?: readonly string[];
  /** Switches rotation on; the manifest's `token_rotation_enabled` does it with Slack's 12 hours. */
  readonly tokenLifetimeSeconds?: number;
}

const same = (expected: string, given: unknown): boolean => {
  const [left, right] = [Buffer.from(expected), Buffer.from(typeof given === 'string' ? given : '')];
  return left.length === right.length && timingSafeEqual(left, right);
};

const basic = (header: string | undefined): readonly string[] => {
  const [, encoded] = /^Basic (\S+)$/.exec(header ?? '') ?? [];
  return encoded === undefined ? [] : Buffer.from(encoded, 'base64').toString('utf8').split(':');
};

/** Throws unless the call names the app and knows its secret, by arguments or HTTP Basic. */
export const authenticateClient = (
  client: OAuthClient | undefined,
  args: Args,
  headers: IncomingHttpHeaders,
): void => {
  const [id = args['client_id'], secret = args['client_secret']] = basic(headers.authorization);
  if (client === undefined || id !== client.clientId) throw new SlackError('invalid_client_id');
  if (!same(client.clientSecret, secret)) throw new SlackError('bad_client_secret');
};
