import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AccessTokens } from './access-tokens.js';
import { type Answer, Refusal } from './answer.js';
import { holderOf } from './authorization.js';
import { controlAnswer, type Controlled } from './control.js';
import { type ApiRequest, type Endpoint, parametersOf } from './endpoint.js';
import { faultyAnswer, type Outcome } from './faulty-answer.js';
import { refusalAt } from './refusal-shapes.js';
import type { Witness } from '../underneath/exchange.js';

const LARGEST_BODY_BYTES = 64 * 1024;

export interface Served extends Controlled {
  readonly endpoints: readonly Endpoint[];
  readonly tokens: AccessTokens;
  readonly now: () => number;
  readonly witness: Witness | undefined;
}

interface Route {
  readonly endpoint: Endpoint;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The HTTP server in front of the endpoints. */
export function apiServer(served: Served): Server {
  return createServer((incoming, response) => {
    serve(served, incoming, response).catch((reason: unknown) => {
      // A caller that goes away while it still sends is no failure of ours.
      if (incoming.complete) console.error('the sandbox API failed:', reason);
      response.destroy();
    });
  });
}

async function serve(served: Served, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = incoming;
  const path = url.replace(/[?#].*$/s, '');
  const body = await bodyOf(incoming);
  const outcome = path.startsWith('/sandbox/')
    ? await unlessRefused(path, () => controlAnswer(served, method, path, body))
    : await apiOutcome(served, incoming, { method, path, body });
  if (outcome === 'drop') incoming.socket.destroy();
  else if (outcome !== 'silence') send(response, outcome);
}

async function apiOutcome(
  served: Served,
  { url = '', headers }: IncomingMessage,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: Buffer },
): Promise<Outcome> {
  const route = routeOf(served.endpoints, method, path);
  const operation = route instanceof Refusal ? undefined : route.endpoint.operation;
  const answered = served.calls.arrived({ method, path: url, operation, at: served.now() });
  const seen = served.witness?.({
    kind: 'api',
    asked: `${method} ${path}`,
    contentType: headers['content-type'] ?? '',
    body: body.toString(),
  });
  const outcome =
    route instanceof Refusal
      ? refusalAt(path, route)
      : await routeOutcome(served, route, path, headers, body);
  if (typeof outcome === 'string') {
    seen?.({ status: 0, body: '' });
    return outcome;
  }
  answered(outcome.status);
  seen?.({ status: outcome.status, body: outcome.chunks.join('') });
  return outcome;
}

async function routeOutcome(
  served: Served,
  { endpoint, parameters }: Route,
  path: string,
  headers: ApiRequest['headers'],
  body: Buffer,
): Promise<Outcome> {
  const act = () =>
    unlessRefused(path, () => {
      if (body.length > LARGEST_BODY_BYTES) throw new Refusal(413, 'the body is longer than 64 KiB');
      return endpoint.act({ headers, body, parameter: (name) => parameters.get(name) ?? '' });
    });
  const holder = holderOf(served.tokens, headers);
  const fault = served.faults.take(endpoint, {
    user: parameters.get('user') ?? holder?.sub,
    product: endpoint.product ?? holder?.product,
  });
  return fault === undefined ? act() : faultyAnswer(fault, act, (refusal) => refusalAt(path, refusal));
}

async function unlessRefused(path: string, act: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (reason) {
    if (reason instanceof Refusal) return refusalAt(path, reason);
    throw reason;
  }
}

function routeOf(endpoints: readonly Endpoint[], method: string, path: string): Route | Refusal {
  const fitting = endpoints.flatMap((endpoint) => {
    const parameters = parametersOf(endpoint.path, path);
    return parameters === undefined ? [] : [{ endpoint, parameters }];
  });
  if (fitting.length === 0) return new Refusal(404, 'no such endpoint');
  const allow = fitting.map(({ endpoint }) => endpoint.method).join(', ');
  return (
    fitting.find(({ endpoint }) => endpoint.method === method) ??
    new Refusal(405, `only ${allow} is possible here`, { allow })
  );
}

/** What lies beyond the limit is read, and forgotten: the caller then gets an answer instead of a broken pipe. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    const piece = Buffer.from(chunk);
    if (length <= LARGEST_BODY_BYTES) chunks.push(piece);
    length += piece.length;
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, chunks }: Answer): void {
  response.writeHead(status, { ...headers });
  for (const chunk of chunks) response.write(chunk);
  response.end();
}
