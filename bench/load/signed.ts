import { createHmac } from 'node:crypto';

/** A request as Slack sends it. */
export interface SlackRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a form body with the time that it is, as Slack does. */
export const signed = (signingSecret: string, body: string): SlackRequest => request(signingSecret, body);

/** A request with a made-up signature of the right form and length. */
export const forged = (body: string): SlackRequest => request('not the signing secret', body);

function request(secret: string, body: string): SlackRequest {
  // Asked once: a second may begin between two looks at the clock.
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  };
}
