import { setTimeout as sleep } from 'node:timers/promises';
import type { Traffic } from '../serving/traffic.js';
import type { Violations } from '../violations.js';
import type { HttpTransport } from './http-transport.js';
import type { Sockets } from './sockets.js';
import { type Answered, DEADLINE_MS, type DeliveryKind, FORM, JSON_BODY, type Retry } from './transport.js';

/** Slack repeats an event at once, after a minute and after five; nobody waits that long here. */
const RETRY_AFTER_MS = [0, 1000, 5000] as const;

/** How the bot answered; `status` 0 when nothing (whole) came within 3 seconds. */
export interface Acknowledgement {
  readonly status: number;
  readonly ackMs: number;
  readonly body: string;
  /** What the person is told when it is not a 200 in time, in Slack's word. */
  readonly failure: 'operation_timeout' | 'dispatch_failed' | `http_status_${number}` | undefined;
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

interface Ways {
  readonly http: HttpTransport;
  /** The sockets of an app in Socket Mode. */
  readonly sockets: Sockets | undefined;
}

/** Brings what happens in the workspaces to the bot, over HTTP or, in Socket Mode, over its sockets. */
export class Deliveries {
  readonly #ways: Ways;
  readonly #traffic: Traffic;
  readonly #violations: Violations;
  readonly #all: Delivery[] = [];
  readonly #closing = new AbortController();

  constructor(ways: Ways, { violations, traffic }: { violations: Violations; traffic: Traffic }) {
    this.#ways = ways;
    this.#violations = violations;
    this.#traffic = traffic;
  }

  /** Whether it is known where to bring anything. */
  isConnected(): boolean {
    return this.#ways.sockets !== undefined || this.#ways.http.appOrigin() !== undefined;
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

  /** Sends a body once more, freshly signed; with `retryNum` as Slack repeats events. */
  again({ kind, contentType, body }: Delivery, retryNum?: number): Promise<Acknowledgement> {
    const retry = retryNum === undefined ? undefined : { num: retryNum, reason: 'http_timeout' };
    return this.#deliver(kind, { contentType, body }, retry);
  }

  /** Anything, also with a forged signature or an old timestamp; over HTTP always. */
  raw(delivery: RawDelivery): Promise<Acknowledgement> {
    return this.#deliver('raw', delivery);
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
      const retry = { num: index + 1, reason: reasonOf(last) };
      last = await this.#deliver('event', { contentType: JSON_BODY, body }, retry);
    }
  }

  #deliver(kind: Delivery['kind'], raw: RawDelivery, retry?: Retry): Promise<Acknowledgement> {
    const isReachable = kind === 'raw' ? this.#ways.http.appOrigin() !== undefined : this.isConnected();
    if (!isReachable) throw new Error('no app is connected: give eventsUrl or call connectApp');
    const contentType = raw.contentType ?? FORM;
    const acknowledgement = this.#acknowledged(kind, { ...raw, contentType }, retry);
    this.#all.push({ kind, contentType, body: raw.body, acknowledgement });
    return acknowledgement;
  }

  async #acknowledged(
    kind: Delivery['kind'],
    raw: RawDelivery & { readonly contentType: string },
    retry: Retry | undefined,
  ): Promise<Acknowledgement> {
    const { contentType, body } = raw;
    const done = this.#traffic.begin({ kind: 'delivery', asked: kind, contentType, body });
    const startedAt = performance.now();
    const { status, answer, refusesRetry } = await this.#answered(kind, raw, retry);
    const ackMs = Math.round(performance.now() - startedAt);
    done({ status, body: answer });
    return { status, ackMs, body: answer, failure: failureOf(status, ackMs), refusesRetry };
  }

  #answered(
    kind: Delivery['kind'],
    raw: RawDelivery & { readonly contentType: string },
    retry: Retry | undefined,
  ): Promise<Answered> {
    const { http, sockets } = this.#ways;
    if (sockets === undefined || kind === 'raw') return http.post({ ...raw, retry });
    return sockets.deliver(kind, raw.body, retry);
  }
}
