import { setTimeout as sleep } from 'node:timers/promises';
import type { App, Logger, Receiver } from '@slack/bolt';
import { SocketModeClient, type SocketModeOptions } from '@slack/socket-mode';
import { WebAPIPlatformError } from '@slack/web-api';
import { z } from 'zod';
import { TooLate, unlessLate, within } from '../../core/async/within.js';
import { Away } from '../../core/async/away.js';
import type { Fetch } from '../../core/http.js';
import type { Secret } from '../../core/model/secret.js';
import type { Log } from '../log.js';
import type { SlackObserver } from '../observer.js';
import { errorCode, mayPass } from '../web-api/slack-errors.js';

/** The first attempts come at once: while there is no socket, Slack tells people that the app did not answer. */
const PAUSES_MS = [0, 100, 300, 1_000, 3_000, 10_000];
const OPENS_WITHIN_MS = 10_000;
const CLOSES_WITHIN_MS = 3_000;
/** Slack waits for an acknowledgement no longer than this. */
const ANSWERS_WITHIN_MS = 3_000;

export interface SocketReceiverOptions {
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly fetch: Fetch;
  /** How the socket reaches Slack; straight where it is absent. */
  readonly dispatcher?: SocketModeOptions['dispatcher'];
  readonly log: Log;
  readonly sdkLog: Logger;
  /** As `HttpReceiver` has it. */
  readonly writeDown: (body: object) => Promise<boolean>;
  readonly observe?: SlackObserver | undefined;
}

const Envelope = z.object({
  ack: z.custom<(answer?: unknown) => Promise<void>>((value) => typeof value === 'function'),
  body: z.record(z.string(), z.unknown()),
  retry_num: z.number().optional(),
  retry_reason: z.string().optional(),
});

/**
 * Takes Slack's requests through a socket that the bot opens. The SDK's own way back after a lost connection waits
 * for five seconds each time, and ends the process when Slack cannot be reached: here it is opened again at once, and
 * for as long as it takes.
 */
export class SocketReceiver implements Receiver {
  readonly #options: SocketReceiverOptions;
  readonly #answering = new Set<Promise<void>>();
  #app: App | undefined;
  #client: SocketModeClient | undefined;
  #isConnected = false;
  readonly #stopped = new AbortController();

  constructor(options: SocketReceiverOptions) {
    this.#options = options;
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Whether Slack can send something now. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Resolves when the first socket is open; rejects with a sentence. */
  async start(): Promise<void> {
    try {
      await this.#open();
    } catch (cause) {
      const sentence = `Slack opens no socket for SLACK_APP_TOKEN (${reasonOf(cause)}): check it, and that SLACK_API_URL can be reached.`;
      throw mayPass(cause) ? new Away(sentence, { cause }) : new Error(sentence, { cause });
    }
  }

  /** Takes nothing new, answers what came, and closes. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    const answered = Promise.allSettled(this.#answering);
    await unlessLate(ANSWERS_WITHIN_MS, answered);
    if (this.#client !== undefined) await unlessLate(CLOSES_WITHIN_MS, this.#client.disconnect());
  }

  /** One client for each connection: one that ended is not used again. */
  async #open(): Promise<void> {
    const { appToken, apiUrl, fetch, dispatcher, sdkLog } = this.#options;
    const client = new SocketModeClient({
      appToken: appToken.reveal(),
      autoReconnectEnabled: false,
      logger: sdkLog,
      ...(dispatcher !== undefined && { dispatcher }),
      // A new object, because the SDK writes into the one that it is given.
      clientOptions: { slackApiUrl: apiUrl, fetch, timeout: 5_000, retryConfig: { retries: 0 } },
    });
    client.on('slack_event', (envelope: unknown) => this.#receive(envelope));
    client.on('disconnected', () => this.#ended(client));
    // Slack says beforehand that a socket will end: the next one is opened while it does.
    client.on('ws_message', (said: unknown) => {
      if (typeof said === 'string' && said.includes('"type":"disconnect"') && isDisconnect(said)) {
        this.#ended(client);
      }
    });
    await opened(client);
    if (this.#stopped.signal.aborted) return void client.disconnect();
    this.#client = client;
    this.#isConnected = true;
  }

  #ended(client: SocketModeClient): void {
    // A connection that was still being made reports its failure itself.
    if (this.#client !== client || !this.#isConnected) return;
    this.#isConnected = false;
    if (this.#stopped.signal.aborted) return;
    this.#options.log.info({}, 'the socket to Slack ends');
    void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    for (let attempt = 0; !this.#stopped.signal.aborted; attempt += 1) {
      const pause = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 0;
      try {
        await sleep(pause, undefined, { signal: this.#stopped.signal });
        await this.#open();
        this.#options.log.info({ attempt }, 'the socket to Slack is open again');
        return;
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        this.#options.log.warn({ reason: reasonOf(error), attempt }, 'no socket to Slack yet');
      }
    }
  }

  #receive(given: unknown): void {
    // Not acknowledged: Slack gives it to another replica, or sends it again.
    if (this.#stopped.signal.aborted) return;
    const answering = this.#process(given).catch((error: unknown) =>
      this.#options.log.error({ err: error }, 'request failed'),
    );
    this.#answering.add(answering);
    void answering.finally(() => this.#answering.delete(answering));
  }

  async #process(given: unknown): Promise<void> {
    const { ack, body, retry_num: retryNum, retry_reason: retryReason } = Envelope.parse(given);
    const from = performance.now();
    if (await this.#options.writeDown(body)) return ack();
    let isAcknowledged = false;
    await this.#app?.processEvent({
      body,
      ack: async (answer: unknown) => {
        if (isAcknowledged) return;
        isAcknowledged = true;
        await ack(answer === '' ? undefined : answer);
        this.#options.observe?.acknowledged((performance.now() - from) / 1000, 200);
      },
      ...(retryNum !== undefined && { retryNum }),
      ...(retryReason !== undefined && { retryReason }),
    });
  }
}

/** Keeps only the error word of Slack's answer: the rest may be the address of a socket. */
const reasonOf = (error: unknown): string =>
  error instanceof WebAPIPlatformError ? errorCode(error) : String(error);

/** Resolves when Slack has said hello. */
async function opened(client: SocketModeClient): Promise<void> {
  try {
    await within(OPENS_WITHIN_MS, client.start());
  } catch (error) {
    void client.disconnect();
    throw error instanceof TooLate ? new Error('Slack did not say hello', { cause: error }) : error;
  }
}

function isDisconnect(said: string): boolean {
  try {
    return z.object({ type: z.literal('disconnect') }).safeParse(JSON.parse(said)).success;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
