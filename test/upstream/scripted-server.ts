import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

interface SeenRequest {
  readonly method: string;
  /** As it stood on the request line. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  readonly at: number;
}

export type Script = (request: SeenRequest, response: ServerResponse, nth: number) => void;

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Answers the requests whose method and path begin like this, until told otherwise; `nth` counts them from 1. */
  on(start: string, script: Script): void;
  requests(start: string): readonly SeenRequest[];
}

/** A server that does on the wire exactly what a test says: for answers that no sane API gives. */
export async function scriptedServer(): Promise<ScriptedServer> {
  const scripts = new Map<string, Script>();
  const seen: SeenRequest[] = [];
  const requests = (start: string) =>
    seen.filter(({ method, path }) => `${method} ${path}`.startsWith(start));

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of incoming.setEncoding('utf8')) body += String(chunk);
    const request: SeenRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      authorization: incoming.headers.authorization,
      contentType: incoming.headers['content-type'],
      body,
      at: performance.now(),
    };
    seen.push(request);
    const start = [...scripts.keys()]
      .filter((start) => `${request.method} ${request.path}`.startsWith(start))
      .sort((a, b) => b.length - a.length)[0];
    const script = start === undefined ? undefined : scripts.get(start);
    if (start === undefined || script === undefined) response.writeHead(404).end();
    else script(request, response, requests(start).length);
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((reason: unknown) => {
      if (!incoming.destroyed) response.destroy(reason instanceof Error ? reason : new Error(String(reason)));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    on: (start, script) => {
      scripts.set(start, script);
    },
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with this value as JSON. */
export function says(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Script {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
}

/** The first script answers the first request, and so on; the last one answers all that follow. */
export function inTurn(...scripts: readonly Script[]): Script {
  return (request, response, nth) => {
    scripts[Math.min(nth, scripts.length) - 1]?.(request, response, nth);
  };
}

/** Closes the connection without an answer. */
export const hangsUp: Script = (_request, response) => {
  response.destroy();
};

/** Never answers. */
export const keepsSilent: Script = () => undefined;
