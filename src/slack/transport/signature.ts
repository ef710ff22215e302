import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Signed requests are accepted this long after, and before, their timestamp. */
const TIMESTAMP_TOLERANCE_SECONDS = 300;

/**
 * Whether Slack signed these very bytes, and about now. Bolt's own check accepts timestamps of any time in the
 * future, and hashes twice more to compare.
 */
export function isSignedBySlack(
  headers: IncomingHttpHeaders,
  body: Buffer,
  signingSecret: KeyObject,
  now: Date,
): boolean {
  const signature = headers['x-slack-signature'];
  const timestamp = headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return false;
  const secondsApart = Math.abs(now.getTime() / 1000 - Number(timestamp));
  // `NaN`, of what is no number, is not within it either.
  if (!(secondsApart <= TIMESTAMP_TOLERANCE_SECONDS)) return false;
  const hash = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const expected = Buffer.from(`v0=${hash}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
