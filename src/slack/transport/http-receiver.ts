import { createSecretKey, type KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import type { Secret } from '../../core/model/secret.js';
import type { Log } from '../log.js';
import type { SlackObserver } from '../observer.js';
import type { SigningSecretWatch } from './signing-secret-watch.js';
import { BoundedServer } from './bounded-server.js';
import { listen } from './listen.js';
import { parseBody, RequestBodies } from './request-body.js';
import { throttled } from './throttled.js';
import { isSignedBySlack } from './signature.js';
import type { WorkUnderWay } from './work-under-way.js';

const TELL_OF_STRANGERS_EVERY_MS = 10_000;

/** Answers `GET` of one path. */
export type Page = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ReceiverOptions {
  /** `undefined` where Slack's requests come through a socket: `/slack/events` is not there then. */
  readonly signingSecret: Secret | undefined;
  /** The pages to serve, by path. */
  readonly pages: ReadonlyMap<string, Page>;
  readonly port: number;
  /** The address to listen on; all of them where it is absent. */
  readonly host?: string | undefined;
  /** How long an idle connection stays open. */
  readonly keepAliveMs: number;
  readonly log: Log;
  readonly now: () => Date;
  /** What is missing to serve; empty when ready. */
  readonly missing: () => Promise<readonly string[]>;
  /** Told whether requests are signed with the secret. */
  readonly signatures?: SigningSecretWatch | undefined;
  /** What `/metrics` answers. */
  readonly metrics: () => Promise<{ readonly type: string; readonly body: string }>;
  /**
   * Writes down what must not be lost before Slack hears that it was taken; `false` for all else. When it rejects,
   * the request is not acknowledged, and Slack delivers it again.
   */
  readonly writeDown: (body: object) => Promise<boolean>;
  readonly observe?: SlackObserver | undefined;
}

/**
 * Takes Slack's requests over HTTP: `POST /slack/events`, beside `/healthz`, `/readyz` and `/metrics`. Bolt's own
 * receiver reads and hashes each of them twice.
 */
export class HttpReceiver implements Receiver {
  readonly #options: ReceiverOptions;
  readonly #signingSecret: KeyObject | undefined;
  readonly #server: BoundedServer;
  readonly #bodies = new RequestBodies();
  readonly #forged: () => void;
  readonly #cutOff: () => void;
  #app: App | undefined;
  #stopping = false;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#signingSecret = options.signingSecret && createSecretKey(options.signingSecret.reveal(), 'utf8');
    this.#forged = throttled(TELL_OF_STRANGERS_EVERY_MS, (times) =>
      options.log.warn({ times }, 'request refused: not signed by Slack, or not now'),
    );
    this.#cutOff = throttled(TELL_OF_STRANGERS_EVERY_MS, (times) =>
      options.log.info({ times }, 'request ended before all of it was there'),
    );
    this.#server = new BoundedServer((request, response) => {
      void this.#answer(request, response).catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'request failed');
        if (!response.headersSent) end(response, 500);
      });
    }, options);
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Resolves to the port that is listened on; rejects with a sentence. */
  start(): Promise<number> {
    return listen(this.#server.http, this.#options);
  }

  /**
   * Takes no new connections; what was acknowledged, and what is being received, may end within the time.
   * Resolves to whether all of it did.
   */
  async stop(work: WorkUnderWay, withinMs: number): Promise<boolean> {
    this.#stopping = true;
    const { http } = this.#server;
    const closed = new Promise<void>((resolve) => {
      http.close(() => resolve());
      http.closeIdleConnections();
    });
    const cut = setTimeout(() => http.closeAllConnections(), withinMs);
    const [ended] = await Promise.all([work.ended(withinMs), closed]);
    clearTimeout(cut);
    return ended;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#stopping) response.setHeader('connection', 'close');
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    if (path === '/slack/events' && this.#signingSecret !== undefined) {
      if (request.method !== 'POST') return end(response, 405);
      const from = performance.now();
      response.once('finish', () =>
        this.#options.observe?.acknowledged((performance.now() - from) / 1000, response.statusCode),
      );
      return this.#receive(request, response, this.#signingSecret);
    }
    if (request.method === 'GET' || request.method === 'HEAD') {
      const known = await this.#operatorsPage(path.replace(/\/+$/, ''), response);
      if (known) return;
    }
    const page = request.method === 'GET' ? this.#options.pages.get(path) : undefined;
    return page === undefined ? end(response, 404) : page(request, response);
  }

  /** Resolves to whether the path is one of these; Node leaves out the body of an answer to `HEAD`. */
  async #operatorsPage(path: string, response: ServerResponse): Promise<boolean> {
    if (path === '/healthz') {
      end(response, 200, 'ok\n');
    } else if (path === '/metrics') {
      const { type, body } = await this.#options.metrics();
      end(response, 200, body, type);
    } else if (path === '/readyz') {
      const missing = this.#stopping ? ['the bot is stopping'] : await this.#options.missing();
      if (missing.length === 0) end(response, 200, 'ready\n');
      else end(response, 503, `${missing.join('\n')}\n`);
    } else {
      return false;
    }
    return true;
  }

  async #receive(
    request: IncomingMessage,
    response: ServerResponse,
    signingSecret: KeyObject,
  ): Promise<void> {
    const bytes = await this.#bodies.read(request);
    if (bytes === 'cut-off') return this.#cutOff();
    if (bytes === 'too-large') {
      // Otherwise the rest of it would be read before the answer's connection is free.
      response.setHeader('connection', 'close');
      return end(response, 413);
    }
    const text = bytes.toString('utf8');
    // Slack's probe of the certificate is not signed, and asks for nothing.
    if (/(^|&)ssl_check=1(&|$)/.test(text)) return end(response, 200);
    if (!isSignedBySlack(request.headers, bytes, signingSecret, this.#options.now())) {
      this.#forged();
      this.#options.signatures?.refused(request.headers);
      return end(response, 401);
    }
    this.#server.proven(request.socket);
    // Slack does not wait for the store.
    this.#options.signatures?.accepted().catch((error: unknown) => {
      this.#options.log.debug({ err: error }, 'the signing secret could not be remembered as right yet');
    });
    const body = parseBody(request.headers['content-type'] ?? '', text);
    if (body === undefined) return end(response, 400);
    if (body['type'] === 'url_verification' && typeof body['challenge'] === 'string') {
      return end(response, 200, body['challenge']);
    }
    if (await this.#options.writeDown(body)) return end(response, 200);
    await this.#app?.processEvent({
      body,
      ack: async (answer: unknown) => {
        if (response.headersSent) return;
        if (answer === undefined || answer === '') end(response, 200);
        else if (typeof answer === 'string') end(response, 200, answer);
        else end(response, 200, JSON.stringify(answer), 'application/json; charset=utf-8');
      },
    });
    // Nothing of ours listens to it: Slack is told so, instead of being left to wait.
    if (!response.headersSent) end(response, 404);
  }
}

function end(response: ServerResponse, status: number, body = '', type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, body === '' ? {} : { 'content-type': type });
  response.end(body);
}
