import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** A call that came through a gate. */
export interface Arrival {
  readonly path: string;
  readonly body: string;
  /** By `performance.now()`, when its last byte was here. */
  readonly at: number;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Stands before a sandbox and gives it a fixed service time: every answer leaves that long after its call was
 * here, however long the sandbox took.
 */
export interface Gate {
  readonly url: string;
  /** In milliseconds; may be changed while calls are under way. */
  serviceTimeMs: number;
  /** Connections that were opened so far, and how many were open at once since this was last asked. */
  connections(): { readonly opened: number; readonly mostOpen: number };
  close(): Promise<void>;
}

export interface GateOptions {
  /** The sandbox's origin. */
  readonly target: string;
  /** Sees each call when it is here. */
  readonly arrived?: (call: Arrival) => void;
  /** Sees each answer of the sandbox before it leaves. */
  readonly answered?: (call: Arrival, answer: string) => void;
  /** Answers in the sandbox's place, where it gives something. */
  readonly instead?: (call: Arrival) => Answer | undefined;
}

/** Not the gate's to end connections that rest. */
const KEEPS_CONNECTIONS_MS = 600_000;

export async function startGate(options: GateOptions): Promise<Gate> {
  const behind = new Pool(options.target, { connections: 64 });
  const open = new Set<Socket>();
  let opened = 0;
  let mostOpen = 0;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call: Arrival = {
      path: request.url ?? '/',
      body: (await bytesOf(request)).toString('utf8'),
      at: performance.now(),
    };
    options.arrived?.(call);
    const answer = options.instead?.(call) ?? (await passOn(request, call));
    const early = call.at + gate.serviceTimeMs - performance.now();
    if (early > 0) await sleep(early);
    response.writeHead(answer.status, { ...answer.headers });
    response.end(answer.body);
  };

  const passOn = async (request: IncomingMessage, call: Arrival): Promise<Answer> => {
    const { connection: _, host: __, 'content-length': ___, ...headers } = request.headers;
    const method = request.method === 'POST' || request.method === 'DELETE' ? request.method : 'GET';
    const answer = await behind.request({
      path: call.path,
      method,
      headers,
      ...(method === 'POST' && { body: call.body }),
    });
    const body = await answer.body.text();
    options.answered?.(call, body);
    const type = answer.headers['content-type'];
    const retry = answer.headers['retry-after'];
    return {
      status: answer.statusCode,
      headers: {
        ...(typeof type === 'string' && { 'content-type': type }),
        ...(typeof retry === 'string' && { 'retry-after': retry }),
      },
      body,
    };
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = KEEPS_CONNECTIONS_MS;
  server.on('connection', (socket) => {
    opened += 1;
    open.add(socket);
    mostOpen = Math.max(mostOpen, open.size);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a gate has no port');

  const gate: Gate = {
    url: `http://127.0.0.1:${address.port}`,
    serviceTimeMs: 0,
    connections() {
      const since = { opened, mostOpen };
      mostOpen = open.size;
      return since;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await behind.destroy();
    },
  };
  return gate;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
