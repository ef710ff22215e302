import { createSecretKey, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import type { Secret } from '../../core/model/secret.js';
import type { Log } from '../log.js';
import type { SlackObserver } from '../observer.js';
import { parseBody, readBody } from './request-body.js';
import { throttled } from './throttled.js';
import { isSignedBySlack } from './signature.js';
import type { WorkUnderWay } from './work-under-way.js';

const TELL_OF_FORGED_EVERY_MS = 10_000;

/** Answers `GET` of one path. */
export type Page = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ReceiverOptions {
  /** `undefined` where Slack's requests come through a socket: `/slack/events` is not there then. */
  readonly signingSecret: Secret | undefined;
  /** By their paths. */
  readonly pages: ReadonlyMap<string, Page>;
  readonly port: number;
  readonly log: Log;
  readonly now: () => Date;
  /** What is missing to serve; empty when ready. */
  readonly missing: () => Promise<readonly string[]>;
  /** What `/metrics` answers. */
  readonly metrics: () => Promise<{ readonly type: string; readonly body: string }>;
  readonly observe?: SlackObserver | undefined;
}

/**
 * Takes Slack's requests over HTTP: `POST /slack/events`, beside `/healthz`, `/readyz` and `/metrics`. Bolt's own
 * receiver reads and hashes each of them twice.
 */
export class HttpReceiver implements Receiver {
  readonly #options: ReceiverOptions;
  readonly #signingSecret: KeyObject | undefined;
  readonly #server: Server;
  readonly #forged: () => void;
  #app: App | undefined;
  #stopping = false;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#signingSecret = options.signingSecret && createSecretKey(options.signingSecret.reveal(), 'utf8');
    this.#forged = throttled(TELL_OF_FORGED_EVERY_MS, (times) =>
      options.log.warn({ times }, 'request refused: not signed by Slack, or not now'),
    );
    this.#server = createServer((request, response) => {
      void this.#answer(request, response).catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'request failed');
        if (!response.headersSent) end(response, 500);
      });
    });
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Resolves to the port that is listened on. */
  async start(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the HTTP server has no port');
    return address.port;
  }

  /**
   * Takes no new connections; what was acknowledged, and what is being received, may end within the time.
   * Resolves to whether all of it did.
   */
  async stop(work: WorkUnderWay, withinMs: number): Promise<boolean> {
    this.#stopping = true;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
    const cut = setTimeout(() => this.#server.closeAllConnections(), withinMs);
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
    if (request.method !== 'GET') return end(response, 404);
    if (path === '/healthz') return end(response, 200, 'ok\n');
    if (path === '/metrics') {
      const { type, body } = await this.#options.metrics();
      return end(response, 200, body, type);
    }
    if (path === '/readyz') {
      const missing = this.#stopping ? ['the bot is stopping'] : await this.#options.missing();
      return missing.length === 0
        ? end(response, 200, 'ready\n')
        : end(response, 503, `${missing.join('\n')}\n`);
    }
    const page = this.#options.pages.get(path);
    return page === undefined ? end(response, 404) : page(request, response);
  }

  async #receive(
    request: IncomingMessage,
    response: ServerResponse,
    signingSecret: KeyObject,
  ): Promise<void> {
    const bytes = await readBody(request);
    if (bytes === undefined) return end(response, 413);
    const text = bytes.toString('utf8');
    // Slack's probe of the certificate is not signed, and asks for nothing.
    if (/(^|&)ssl_check=1(&|$)/.test(text)) return end(response, 200);
    if (!isSignedBySlack(request.headers, bytes, signingSecret, this.#options.now())) {
      this.#forged();
      return end(response, 401);
    }
    const body = parseBody(request.headers['content-type'] ?? '', text);
    if (body === undefined) return end(response, 400);
    if (body['type'] === 'url_verification' && typeof body['challenge'] === 'string') {
      return end(response, 200, body['challenge']);
    }
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
