import { z } from 'zod';
import type { Trial } from '../core/connection/alphaus.js';
import { Secret } from '../core/model/secret.js';
import { valueOf } from './answer.js';
import { json } from './body.js';
import { type Call, type HttpRuntime, send } from './http.js';
import { repeat } from './retry.js';
import { SharedValue } from './shared-value.js';

/** An API client's credentials and where they are exchanged. */
export interface Credentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

interface Grant {
  readonly accessToken: Secret;
  readonly lifetimeMs: number;
}

/** Printable ASCII: anything else cannot stand in a header, and `fetch` would quote it in its error. */
const GrantAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.number().positive().default(300),
});

/** The connection's access token: exchanged once for many callers, kept until shortly before its end. */
export class AccessTokens {
  readonly #token: SharedValue<Secret>;

  constructor(runtime: HttpRuntime, credentials: Credentials) {
    this.#token = new SharedValue(runtime.now, async () => {
      const { accessToken, lifetimeMs } = await exchange(runtime, credentials);
      return { value: accessToken, keepMs: lifetimeMs - Math.min(60_000, lifetimeMs / 10) };
    });
  }

  get(): Promise<Secret> {
    return this.#token.get();
  }

  /** For a token that the API refused; tells nothing about a token that was got since. */
  invalidate(token: Secret): void {
    this.#token.drop(token);
  }
}

/** Whether credentials work: exchanges them for an access token that nobody keeps, with one call. */
export async function tryCredentials(runtime: HttpRuntime, credentials: Credentials): Promise<Trial> {
  const answer = await send(runtime, exchangeCall(credentials), 1);
  if (answer.ok) return 'accepted';
  return answer.facts.kind === 'api-credentials-refused' ? 'refused' : 'untried';
}

async function exchange(runtime: HttpRuntime, credentials: Credentials): Promise<Grant> {
  const call = exchangeCall(credentials);
  return valueOf(await repeat(runtime, (attempt, atMostMs) => send(runtime, call, attempt, atMostMs)));
}

function exchangeCall({ tokenUrl, clientId, clientSecret }: Credentials): Call<Grant> {
  const body = new FormData();
  body.set('grant_type', 'client_credentials');
  body.set('client_id', clientId);
  body.set('client_secret', clientSecret.reveal());
  body.set('scope', 'openid');
  const read = json('token', GrantAnswer);
  return {
    operation: 'token',
    method: 'POST',
    url: tokenUrl,
    body,
    read: async (answer) => {
      const { access_token, expires_in } = await read(answer);
      return { accessToken: new Secret(access_token), lifetimeMs: expires_in * 1000 };
    },
  };
}
