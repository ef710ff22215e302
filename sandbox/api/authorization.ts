import type { AccessTokens, Holder } from './access-tokens.js';
import type { Accounts, User } from './accounts.js';
import { Refusal } from './answer.js';
import type { ApiClientRegistry, Product, SandboxClient } from './api-clients.js';
import type { ApiRequest } from './endpoint.js';
import type { RateLimit } from './rate-limit.js';

/** Everything that the endpoints act on. */
export interface World {
  readonly accounts: Accounts;
  readonly clients: ApiClientRegistry;
  readonly tokens: AccessTokens;
  readonly rate: RateLimit;
}

export interface Caller {
  readonly user: User;
  readonly product: Product;
}

/** The client that an access token was issued to; `undefined` without a good one. */
export function holderOf(tokens: AccessTokens, headers: ApiRequest['headers']): Holder | undefined {
  const [, token = ''] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return tokens.holderOf(token);
}

/** Who calls, by the access token: it dies with the API client that obtained it. */
export function callerOf(world: World, { headers }: ApiRequest): Caller {
  const holder = holderOf(world.tokens, headers);
  const user = world.accounts.find(holder?.sub ?? '');
  if (holder === undefined || user === undefined || world.clients.find(holder.client_id) === undefined) {
    throw new Refusal(401, 'the access token is missing, wrong or expired', { 'www-authenticate': 'Bearer' });
  }
  world.rate.count(user.name);
  return { user, product: holder.product };
}

/** The user that the path names: a subuser acts on itself only, a root user on its subusers, too. */
export function targetOf(world: World, caller: User, name: string): User {
  if (caller.name === name) return caller;
  if (caller.parent !== '') throw new Refusal(403, 'a subuser acts on itself only');
  const target = world.accounts.find(name);
  if (target?.parent !== caller.name) throw new Refusal(404, 'no such user');
  return target;
}

/** The caller's product decides: a token of Ripple does not reach a client of Wave. */
export function clientOf(world: World, user: User, product: Product, id: string): SandboxClient {
  const client = world.clients.find(id);
  if (client?.user !== user.name || client.product !== product) throw new Refusal(404, 'no such API client');
  return client;
}
