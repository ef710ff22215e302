import { z } from 'zod';
import {
  startSandboxApi,
  type Credentials,
  type SandboxApi,
  type SandboxApiOptions,
} from '../../../sandbox/api/start-api.js';

const running: SandboxApi[] = [];

/** A sandbox API that runs until `stopStarted`. */
export async function started(options?: SandboxApiOptions): Promise<SandboxApi> {
  const api = await startSandboxApi(options);
  running.push(api);
  return api;
}

export async function stopStarted(): Promise<void> {
  await Promise.all(running.splice(0).map((api) => api.stop()));
}

export const legacyClient = z.strictObject({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.literal('client_credentials'),
  create_time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
  user_id: z.string(),
  username: z.string().optional(),
  name: z.string(),
});

const Grant = z.strictObject({
  id_token: z.jwt(),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
  access_token: z.jwt(),
  refresh_token: z.jwt(),
});

export interface Said {
  readonly status: number;
  readonly body: unknown;
}

/** The fields that the token endpoint documents, for these credentials. */
export function tokenFields({ id, secret }: Credentials): Record<string, string> {
  return { grant_type: 'client_credentials', client_id: id, client_secret: secret, scope: 'openid' };
}

export async function askToken(
  api: SandboxApi,
  fields: Readonly<Record<string, string>>,
  path = '/ripple/access_token',
): Promise<Said> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return said(await fetch(api.origin + path, { method: 'POST', body }));
}

export async function grantFor(api: SandboxApi, credentials: Credentials, path?: string) {
  return Grant.parse((await askToken(api, tokenFields(credentials), path)).body);
}

export type Ask = (method: string, path: string, body?: unknown, signal?: AbortSignal) => Promise<Said>;

/** Calls the API with an access token of these credentials. */
export async function callerWith(api: SandboxApi, credentials: Credentials, path?: string): Promise<Ask> {
  const { access_token } = await grantFor(api, credentials, path);
  return bearer(api, access_token);
}

export function bearer(api: SandboxApi, token: string): Ask {
  return async (method, path, body, signal = new AbortController().signal) =>
    said(
      await fetch(api.origin + path, {
        method,
        signal,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
}

async function said(response: Response): Promise<Said> {
  const text = await response.text();
  return { status: response.status, body: bodyIn(text) };
}

/** JSON where it is JSON, the text where it is not. */
function bodyIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The envelopes of a stream. */
export function envelopes(body: unknown): unknown[] {
  const lines = typeof body === 'string' ? body.split('\n') : [JSON.stringify(body)];
  return lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
}
