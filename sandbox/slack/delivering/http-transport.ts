import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { Clock } from '../clock.js';
import { type Answered, DEADLINE_MS, NO_ANSWER, type Retry } from './transport.js';

export interface HttpRequest {
  readonly contentType: string;
  readonly body: string;
  /** Seconds; now when left out. */
  readonly timestamp?: string | undefined;
  /** The right one when left out. */
  readonly signature?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly retry?: Retry | undefined;
}

const retryHeaders = (retry: Retry | undefined): Readonly<Record<string, string>> =>
  retry === undefined ? {} : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason };

/** Signs what happens in a workspace and posts it to where the bot listens. */
export class HttpTransport {
  readonly #signingSecret: string;
  readonly #clock: Clock;
  #eventsUrl: () => string | undefined;

  constructor(signingSecret: string, clock: Clock, eventsUrl: () => string | undefined) {
    this.#signingSecret = signingSecret;
    this.#clock = clock;
    this.#eventsUrl = eventsUrl;
  }

  connect(eventsUrl: string): void {
    this.#eventsUrl = () => eventsUrl;
  }

  /** The address at which the bot listens; `undefined` while no bot is connected. */
  appOrigin(): string | undefined {
    const url = this.#eventsUrl();
    return url === undefined ? undefined : new URL(url).origin;
  }

  post({ contentType, body, timestamp, signature, headers, retry }: HttpRequest): Promise<Answered> {
    const url = this.#eventsUrl();
    if (url === undefined) return Promise.resolve(NO_ANSWER);
    const seconds = timestamp ?? String(Math.floor(this.#clock.now() / 1000));
    const hmac = createHmac('sha256', this.#signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
    const all = {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': seconds,
      'x-slack-signature': signature ?? `v0=${hmac}`,
      ...retryHeaders(retry),
      ...headers,
    };
    return postOnce(url, all, body);
  }
}

/** Never rejects: a refused or cut connection and a missed deadline are `NO_ANSWER`. */
const postOnce = (
  url: string,
  headers: Readonly<Record<string, string | number>>,
  body: string,
): Promise<Answered> =>
  new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', () => resolve(NO_ANSWER));
      incoming.on('end', () => {
        clearTimeout(deadline);
        resolve({
          status: incoming.statusCode ?? 0,
          answer: Buffer.concat(chunks).toString('utf8'),
          refusesRetry: incoming.headers['x-slack-no-retry'] === '1',
        });
      });
    });
    const deadline = setTimeout(() => {
      resolve(NO_ANSWER);
      outgoing.destroy();
    }, DEADLINE_MS);
    outgoing.on('error', () => {
      clearTimeout(deadline);
      resolve(NO_ANSWER);
    });
    outgoing.end(body);
  });
