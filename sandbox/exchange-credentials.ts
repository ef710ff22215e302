import { z } from 'zod';
import type { Fate } from './api/api-clients.js';
import type { TokenAnswer, TokenRequest, WhyRefused } from './token-answer.js';

const Issued = z.object({ access_token: z.string(), token_type: z.string(), expires_in: z.number() });
const RefusalBody = z.union([
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ error: z.string() }).transform(({ error }) => error),
]);

const TIMEOUT_MS = 10_000;

export interface Exchanging {
  readonly tokenUrl: string;
  readonly fateOf: (clientId: string) => Fate;
}

const UNAUTHORIZED = 401;

/** Does with an API client's credentials what a program does with them: asks for an access token. */
export async function exchangeCredentials(
  { tokenUrl, fateOf }: Exchanging,
  { clientId, clientSecret }: TokenRequest,
): Promise<TokenAnswer> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: 'openid',
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = await response.text();
  } catch (error) {
    return { kind: 'refused', status: 0, reason: String(error), why: 'unreachable' };
  }
  const json = parsedJson(body);
  const issued = Issued.safeParse(json);
  if (response.ok && issued.success) {
    return {
      kind: 'issued',
      accessToken: abbreviated(issued.data.access_token),
      tokenType: issued.data.token_type,
      expiresInSeconds: issued.data.expires_in,
    };
  }
  const refusal = RefusalBody.safeParse(json);
  return {
    kind: 'refused',
    status: response.status,
    reason: refusal.success ? refusal.data : body,
    why: response.status === UNAUTHORIZED ? whyUnauthorized(fateOf(clientId)) : 'other',
  };
}

function whyUnauthorized(fate: Fate): WhyRefused {
  return fate === 'there' ? 'wrong-secret' : fate;
}

/** Enough to recognise an access token by, too little to use it. */
function abbreviated(token: string): string {
  return `${token.slice(0, 12)}…${token.slice(-6)}`;
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
