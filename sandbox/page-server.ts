import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ConnectableAccount } from './api/connectable-accounts.js';
import type { Restart } from './keep-bot.js';
import { MOST_CLIENTS } from './most-clients.js';
import { readStaticFile } from './slack/serving/static-files.js';
import type { TokenAnswer, TokenRequest } from './token-answer.js';
import { Trouble, type Underneath } from './underneath/underneath.js';

/** What the page server needs of the rest; known a little after it has taken its port. */
export interface PageBackend {
  readonly pageDir: string;
  readonly slackUrl: string;
  readonly exchange: (credentials: TokenRequest) => Promise<TokenAnswer>;
  readonly connectable: () => readonly ConnectableAccount[];
  readonly underneath: (after: number) => Underneath;
  readonly trouble: (trouble: Trouble, isOn: boolean) => void;
  /** Puts API clients there until there are so many. */
  readonly spread: (count: number) => void;
  /** Resolves when the bot is ready again. */
  readonly restart: (how: Restart) => Promise<void>;
  /** Resolves when Slack, the API and the bot live by the later time. */
  readonly moveClock: (laterMs: number) => Promise<void>;
}

export interface PageServer {
  readonly port: number;
  /** Requests that came before have waited for this. */
  serve(backend: PageBackend): void;
  close(): Promise<void>;
}

const Credentials = z.object({ clientId: z.string(), clientSecret: z.string() });
const TroubleOrder = z.object({ trouble: Trouble, isOn: z.boolean() });
/** A year at once is enough, and keeps every time within what a date can be. */
const ClockMove = z.object({
  laterMs: z
    .int()
    .min(1)
    .max(366 * 86_400_000),
});
const Spreading = z.object({ count: z.int().min(1).max(MOST_CLIENTS) });
const RestartOrder = z.object({ how: z.enum(['in-order', 'at-once']) });

/**
 * The one address that a person opens: the page, its own routes, and everything else of `/sandbox/` handed on to
 * the sandbox's Slack. Takes its port at once, and lets requests wait until it is told what to `serve`.
 */
export async function startPageServer(port: number): Promise<PageServer> {
  let serve: PageServer['serve'] = () => undefined;
  const backend = new Promise<PageBackend>((resolve) => {
    serve = resolve;
  });
  const server = createServer((request, response) => {
    backend
      .then((ready) => answer(ready, request, response))
      .catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else sendJson(response, 500, { error: String(error) });
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    serve,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function answer(
  backend: PageBackend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const asked = async <Body>(schema: z.ZodType<Body>): Promise<Body | undefined> => {
    const read = schema.safeParse(parsedJson(await readBody(request)));
    if (!read.success) sendJson(response, 400, { error: z.prettifyError(read.error) });
    return read.data;
  };
  switch (`${request.method} ${pathname}`) {
    case 'POST /sandbox/token': {
      const credentials = await asked(Credentials);
      return credentials && sendJson(response, 200, await backend.exchange(credentials));
    }
    case 'POST /sandbox/trouble': {
      const order = await asked(TroubleOrder);
      if (order === undefined) return;
      backend.trouble(order.trouble, order.isOn);
      return sendJson(response, 200, {});
    }
    case 'POST /sandbox/restart': {
      const order = await asked(RestartOrder);
      if (order === undefined) return;
      await backend.restart(order.how);
      return sendJson(response, 200, {});
    }
    case 'POST /sandbox/clients': {
      const spreading = await asked(Spreading);
      if (spreading === undefined) return;
      backend.spread(spreading.count);
      return sendJson(response, 200, {});
    }
    case 'POST /sandbox/clock': {
      const move = await asked(ClockMove);
      if (move === undefined) return;
      await backend.moveClock(move.laterMs);
      return sendJson(response, 200, {});
    }
    case 'GET /sandbox/connectable':
      return sendJson(response, 200, backend.connectable());
    case 'GET /sandbox/underneath': {
      const after = Number(searchParams.get('after') ?? 0);
      return sendJson(response, 200, backend.underneath(Number.isInteger(after) ? after : 0));
    }
    default:
      return pathname.startsWith('/sandbox/')
        ? handOn(backend.slackUrl, request, response)
        : sendFile(backend.pageDir, pathname, response);
  }
}

function handOn(slackUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const onward = httpRequest(
      new URL(request.url ?? '/', slackUrl),
      { method: request.method, headers: request.headers },
      (incoming) => {
        response.writeHead(incoming.statusCode ?? 502, incoming.headers);
        incoming.pipe(response);
        incoming.on('end', resolve);
        incoming.on('error', reject);
      },
    );
    onward.on('error', reject);
    // A page that goes away ends its stream there too.
    response.on('close', () => {
      onward.destroy();
      resolve();
    });
    request.pipe(onward);
  });
}

async function sendFile(pageDir: string, path: string, response: ServerResponse): Promise<void> {
  const file = await readStaticFile(pageDir, path);
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found');
    return;
  }
  response
    .writeHead(200, { 'content-type': file.contentType, 'cache-control': 'no-cache' })
    .end(file.content);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
