import { createHmac } from 'node:crypto';

/** A request as Slack sends it. */
export interface SlackRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a form body with the time that it is, as Slack does. */
export function signed(signingSecret: string, body: string): SlackRequest {
  return { headers: headersOf(body, signature(signingSecret, body)), body };
}

/** A request with a made-up signature of the right form and length. */
export function forged(body: string): SlackRequest {
  return { headers: headersOf(body, signature('not the signing secret', body)), body };
}

const seconds = (): string => String(Math.floor(Date.now() / 1000));

function signature(secret: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${seconds()}:${body}`).digest('hex')}`;
}

function headersOf(body: string, signature: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    'x-slack-request-timestamp': seconds(),
    'x-slack-signature': signature,
  };
}
