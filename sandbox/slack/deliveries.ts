import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './clock.js';
import type { Traffic } from './traffic.js';
import type { Violations } from './violations.js';

const DEADLINE_MS = 3000;
export const FORM = 'application/x-www-form-urlencoded';
const JSON_BODY = 'application/json';
/** Slack repeats an event at once, after a minute and after five; nobody waits that long here. */
const RETRY_AFTER_MS = [0, 1000, 5000] as const;

export type DeliveryKind =
  | 'command'
  | 'shortcut'
  | 'block_actions'
  | 'block_suggestion'
  | 'view_submission'
  | 'view_closed'
  | 'event';

/** How the bot answered; `status` 0 when nothing (whole) came within 3 seconds. */
export interface Acknowledgement {
  readonly status: number;
  readonly ackMs: number;
  readonly body: string;
  /** What the person is told when it is not a 200 in time, in Slack's word. */
  readonly failure: 'operation_timeout' | 'dispatch_failed' | `http_status_${number}` | undefined;
  /** `x-slack-no-retry: 1`. */
  readonly refusesRetry: boolean;
}

/** One request of Slack to the bot. */
export interface Delivery {
  readonly kind: DeliveryKind | 'raw';
  readonly contentType: string;
  readonly body: string;
  readonly acknowledgement: Promise<Acknowledgement>;
}

export interface RawDelivery {
  readonly body: string;
  readonly contentType?: string;
  /** Seconds; now when left out. */
  readonly timestamp?: string;
  /** The right one when left out. */
  readonly signature?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const failureOf = (status: number, ackMs: number): Acknowledgement['failure'] => {
  if (status === 0) return ackMs >= DEADLINE_MS - 50 ? 'operation_timeout' : 'dispatch_failed';
  return status === 200 ? undefined : `http_status_${status}`;
};

const reasonOf = ({ failure }: Acknowledgement): string => {
  if (failure === 'operation_timeout') return 'http_timeout';
  return failure === 'dispatch_failed' ? 'connection_failed' : 'http_error';
};

/** Signs what happens in the workspace and posts it to where the bot listens. */
export class Deliveries {
  readonly #signingSecret: string;
  readonly #clock: Clock;
  readonly #traffic: Traffic;
  readonly #violations: Violations;
  readonly #all: Delivery[] = [];
  readonly #closing = new AbortController();
  #eventsUrl: () => string | undefined;

  constructor(
    signingSecret: string,
    eventsUrl: () => string | undefined,
    { clock, violations, traffic }: { clock: Clock; violations: Violations; traffic: Traffic },
  ) {
    this.#signingSecret = signingSecret;
    this.#eventsUrl = eventsUrl;
    this.#clock = clock;
    this.#violations = violations;
    this.#traffic = traffic;
  }

  connect(eventsUrl: string): void {
    this.#eventsUrl = () => eventsUrl;
  }

  /** Where the bot listens; `undefined` while no bot is connected. */
  appOrigin(): string | undefined {
    const url = this.#eventsUrl();
    return url === undefined ? undefined : new URL(url).origin;
  }

  all(): readonly Delivery[] {
    return [...this.#all];
  }

  /** A missed or refused acknowledgement counts as a violation. */
  async send(kind: DeliveryKind, contentType: string, body: string): Promise<Acknowledgement> {
    const acknowledgement = await this.#deliver(kind, { contentType, body });
    if (acknowledgement.failure !== undefined) {
      this.#violations.add(`${kind} was not acknowledged: ${acknowledgement.failure}`);
    }
    return acknowledgement;
  }

  /** As `send`; repeated as the Events API does, in the background, until it is acknowledged. Gives the first answer. */
  async sendEvent(body: string): Promise<Acknowledgement> {
    const first = await this.send('event', JSON_BODY, body);
    if (first.failure !== undefined) void this.#repeat(body, first);
    return first;
  }

  close(): void {
    this.#closing.abort();
  }

  async #repeat(body: string, first: Acknowledgement): Promise<void> {
    let last = first;
    for (const [index, afterMs] of RETRY_AFTER_MS.entries()) {
      if (last.failure === undefined || last.refusesRetry) return;
      try {
        await sleep(afterMs, undefined, { signal: this.#closing.signal, ref: false });
      } catch {
        // The sandbox ends.
        return;
      }
      const headers = { 'x-slack-retry-num': String(index + 1), 'x-slack-retry-reason': reasonOf(last) };
      last = await this.#deliver('event', { contentType: JSON_BODY, body, headers });
    }
  }

  /** The same body once more, freshly signed; with `retryNum` as Slack repeats events. */
  again(delivery: Delivery, retryNum?: number): Promise<Acknowledgement> {
    const headers =
      retryNum === undefined
        ? {}
        : { 'x-slack-retry-num': String(retryNum), 'x-slack-retry-reason': 'http_timeout' };
    return this.#deliver(delivery.kind, { contentType: delivery.contentType, body: delivery.body, headers });
  }

  /** Anything, also with a forged signature or an old timestamp. */
  raw(delivery: RawDelivery): Promise<Acknowledgement> {
    return this.#deliver('raw', delivery);
  }

  #deliver(kind: Delivery['kind'], raw: RawDelivery): Promise<Acknowledgement> {
    const contentType = raw.contentType ?? FORM;
    const acknowledgement = this.#post(kind, contentType, raw);
    this.#all.push({ kind, contentType, body: raw.body, acknowledgement });
    return acknowledgement;
  }

  async #post(kind: Delivery['kind'], contentType: string, raw: RawDelivery): Promise<Acknowledgement> {
    const { body } = raw;
    const timestamp = raw.timestamp ?? String(Math.floor(this.#clock.now() / 1000));
    const hmac = createHmac('sha256', this.#signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': raw.signature ?? `v0=${hmac}`,
      ...raw.headers,
    };
    const url = this.#eventsUrl();
    if (url === undefined) throw new Error('no app is connected: give eventsUrl or call connectApp');
    const done = this.#traffic.begin({ kind: 'delivery', asked: kind, contentType, body });
    const startedAt = performance.now();
    const { status, answer, refusesRetry } = await postOnce(url, headers, body);
    const ackMs = Math.round(performance.now() - startedAt);
    done({ status, body: answer });
    return { status, ackMs, body: answer, failure: failureOf(status, ackMs), refusesRetry };
  }
}

const NO_ANSWER = { status: 0, answer: '', refusesRetry: false } as const;

/** Never rejects: a refused or cut connection and a missed deadline are `NO_ANSWER`. */
const postOnce = (
  url: string,
  headers: Readonly<Record<string, string | number>>,
  body: string,
): Promise<{ readonly status: number; readonly answer: string; readonly refusesRetry: boolean }> =>
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
