import type { IncomingHttpHeaders } from 'node:http';
import { unescape } from 'node:querystring';
import { z } from 'zod';
import { type Answer, Refusal } from './answer.js';
import type { Product } from './api-clients.js';

export const Operation = z.enum(['token', 'whoami', 'users', 'list', 'create', 'delete']);
export type Operation = z.infer<typeof Operation>;

export interface ApiRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** A `:name` of the endpoint's path, decoded. */
  readonly parameter: (name: string) => string;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Segments that start with a colon are parameters. */
  readonly path: string;
  readonly operation: Operation;
  readonly streams?: boolean;
  /** The product of a token endpoint. */
  readonly product?: Product;
  /** Throws a `Refusal` where the API says no. */
  readonly act: (request: ApiRequest) => Answer | Promise<Answer>;
}

/** The decoded parameters when `path` fits the pattern. */
export function parametersOf(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, segment] of given.entries()) {
    const name = expected[index];
    if (name?.startsWith(':') && segment !== '') parameters.set(name.slice(1), unescape(segment));
    else if (name !== segment) return undefined;
  }
  return parameters;
}

const NewClient = z.object({ name: z.string().trim().min(1).max(255) });

/** The `name` of a request to create an API client. */
export function newClientName({ headers, body }: ApiRequest): string {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    throw new Refusal(400, 'Content-Type must be application/json');
  }
  const read = NewClient.safeParse(fromJson(body));
  if (!read.success) throw new Refusal(400, 'name is required, and has 255 characters at most');
  return read.data.name;
}

export function fromJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}
