import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { unlessLate } from '../core/async/within.js';
import type { Fetch, HttpAnswer, HttpHeaders, HttpRequest } from '../core/http.js';
import { dispatcher, isProxied, type Proxies, unlessByProxy } from './dispatchers.js';

/** Twice what any reader here takes: more would hurt the process. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;

/** Nobody reads more of a refusal than its status, but Slack's. */
const REFUSAL_WORDS_WITHIN_MS = 1_000;

/** How long the last answers are waited for when the bot stops and everybody has been served. */
const CLOSING_MS = 1_000;

export interface HttpClient {
  readonly fetch: Fetch;
  /** For sockets; `undefined` where they need no proxy. */
  readonly proxied: Dispatcher | undefined;
  close(gracefully: boolean): Promise<void>;
}

/**
 * An HTTP client that keeps connections through pauses of two minutes: the global one drops them after four
 * seconds, and costs three times as much processor time for each call. An answer is there when all of it is, so
 * that its connection is free again, whether anybody reads it or not.
 */
export function httpClient(proxies: Proxies = {}): HttpClient {
  const agent = dispatcher(proxies, {
    keepAliveTimeout: 120_000,
    keepAliveMaxTimeout: 600_000,
    // What bounds them are the lanes; these are for calls that hang.
    connections: 256,
    maxResponseSize: LARGEST_ANSWER_BYTES,
  });
  const underWay = new Set<Promise<HttpAnswer>>();
  const ask = async (
    address: string | URL,
    { method = 'GET', signal, ...request }: HttpRequest,
  ): Promise<HttpAnswer> => {
    const url = new URL(address);
    const { headers, body } = await encoded(request);
    const answer = await agent
      .request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        headers,
        body,
        ...(signal !== undefined && { signal }),
      })
      .catch((error: unknown) => {
        throw unlessByProxy(error);
      });
    return new WholeAnswer(url.href, answer, await wholeBody(answer));
  };
  return {
    proxied: isProxied(proxies) ? agent : undefined,
    async fetch(address, request = {}) {
      const asking = ask(address, request);
      underWay.add(asking);
      try {
        return await asking;
      } finally {
        underWay.delete(asking);
      }
    },
    async close(gracefully) {
      // What nobody waits for any more, such as a list that was asked for ahead, is given up. The agent's own closing would
      // wait for it, and could not be cut short.
      if (gracefully) await unlessLate(CLOSING_MS, Promise.allSettled(underWay));
      await agent.destroy();
    },
  };
}

interface Encoded {
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | Readable | null;
}

async function encoded({ headers, body }: HttpRequest): Promise<Encoded> {
  // First: to name `FormData` makes Node load its own `fetch`, which most processes never need.
  if (body === undefined || typeof body === 'string') return { headers: { ...headers }, body: body ?? null };
  if (!(body instanceof FormData)) return { headers: { ...headers }, body: Readable.from(body) };
  const form = new Response(body);
  return {
    headers: { ...headers, 'content-type': form.headers.get('content-type') ?? '' },
    body: new Uint8Array(await form.arrayBuffer()),
  };
}

/** A refusal is certain by its status, even if its words break off, or do not come. */
async function wholeBody({ statusCode, body }: Dispatcher.ResponseData): Promise<Buffer> {
  const isRefusal = statusCode >= 400;
  const late = isRefusal ? setTimeout(() => body.destroy(), REFUSAL_WORDS_WITHIN_MS) : undefined;
  try {
    return Buffer.from(await body.arrayBuffer());
  } catch (error) {
    if (!isRefusal) throw error;
    return Buffer.alloc(0);
  } finally {
    clearTimeout(late);
  }
}

class WholeAnswer implements HttpAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly #bytes: Buffer;

  constructor(url: string, { statusCode, headers }: Dispatcher.ResponseData, bytes: Buffer) {
    this.url = url;
    this.status = statusCode;
    this.headers = answerHeaders(headers);
    this.#bytes = bytes;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get statusText(): string {
    return STATUS_CODES[this.status] ?? '';
  }

  get body(): AsyncIterable<Uint8Array> {
    return inOnePiece(this.#bytes);
  }

  text(): Promise<string> {
    return Promise.resolve(this.#bytes.toString('utf8'));
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(new Uint8Array(this.#bytes).buffer);
  }
}

async function* inOnePiece(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

function answerHeaders(headers: Dispatcher.ResponseData['headers']): HttpHeaders {
  const textOf = (value: string | readonly string[]): string =>
    typeof value === 'string' ? value : value.join(', ');
  return {
    get(name) {
      const value = headers[name.toLowerCase()];
      return value === undefined ? null : textOf(value);
    },
    *entries() {
      for (const [name, value] of Object.entries(headers))
        if (value !== undefined) yield [name, textOf(value)];
    },
  };
}
