import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type User, accountOf } from './accounts.js';
import { Refusal, json } from './answer.js';
import type { Product, SandboxClient } from './api-clients.js';
import type { World } from './authorization.js';
import type { ApiRequest, Endpoint } from './endpoint.js';

const credentials = {
  client_id: z.string(),
  client_secret: z.string(),
  scope: z.literal('openid').optional(),
};
const TokenRequest = z.discriminatedUnion('grant_type', [
  z.object({ grant_type: z.literal('client_credentials'), ...credentials }),
  z.object({ grant_type: z.literal('password'), username: z.string(), password: z.string(), ...credentials }),
]);
type TokenRequest = z.infer<typeof TokenRequest>;

/** The endpoints that exchange an API client for an access token, one per product. */
export function tokenEndpoints(world: World, userPassword: string): readonly Endpoint[] {
  const endpoint = (path: string, product: Product): Endpoint => ({
    method: 'POST',
    path,
    operation: 'token',
    product,
    act: async (request) => {
      const asked = await tokenRequest(request);
      const client = authenticated(world, product, asked);
      const user = userOf(world, client, asked, userPassword);
      world.rate.count(user.name);
      const holder = { sub: user.name, client_id: client.id, product };
      return json({
        id_token: world.tokens.issue('id', holder),
        token_type: 'Bearer',
        expires_in: world.tokens.lifetimeSeconds,
        access_token: world.tokens.issue('access', holder),
        refresh_token: world.tokens.issue('refresh', holder),
      });
    },
  });
  return [endpoint('/ripple/access_token', 'ripple'), endpoint('/access_token', 'wave')];
}

async function tokenRequest({ headers, body }: ApiRequest): Promise<TokenRequest> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  })
    .formData()
    .catch((cause: unknown) => {
      throw new Refusal(400, `the body is not a form: ${String(cause)}`);
    });
  const read = TokenRequest.safeParse(Object.fromEntries(form));
  if (!read.success) {
    throw new Refusal(
      400,
      `bad or missing: ${read.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
    );
  }
  return read.data;
}

function authenticated(world: World, product: Product, asked: TokenRequest): SandboxClient {
  const client = world.clients.find(asked.client_id);
  if (client === undefined || client.product !== product || !same(client.secret, asked.client_secret)) {
    throw new Refusal(401, 'client authentication failed');
  }
  return client;
}

function userOf(world: World, client: SandboxClient, asked: TokenRequest, userPassword: string): User {
  const owner = world.accounts.find(client.user);
  const user = asked.grant_type === 'password' ? world.accounts.find(asked.username) : owner;
  const known = owner !== undefined && user !== undefined && accountOf(user) === accountOf(owner);
  if (!known || (asked.grant_type === 'password' && !same(userPassword, asked.password))) {
    throw new Refusal(401, 'user authentication failed');
  }
  return user;
}

function same(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
