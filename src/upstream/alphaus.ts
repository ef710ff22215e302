import type { Alphaus } from '../core/connection/alphaus.js';
import type { IssuedApiClient } from '../core/model/api-client.js';
import { type Credentials, AccessTokens, tryCredentials } from './access-tokens.js';
import { valueOf } from './answer.js';
import { AuthorizedCalls } from './authorized-calls.js';
import { BlueClients } from './blue.js';
import { whoAmI } from './whoami.js';
import type { HttpRuntime } from './http.js';
import { LegacyClients, legacyUsers } from './legacy.js';
import { RateLimit } from './rate-limit.js';
import { SharedValue } from './shared-value.js';

export interface AlphausConnection extends Credentials {
  readonly flavour: 'legacy' | 'blue';
  /** Origin of the legacy API. */
  readonly serviceUrl: string;
  /** Base of Blue API; the legacy flavour asks it who the caller is. */
  readonly blueUrl: string;
}

const USERS_KEPT_MS = 60_000;

/** Connects one Alphaus account. Nothing is sent before the first call. */
export function connectAlphaus(connection: AlphausConnection & HttpRuntime): Alphaus {
  const calls = new AuthorizedCalls(
    connection,
    new AccessTokens(connection, connection),
    new RateLimit(connection),
  );
  const serviceUrl = withoutSlash(connection.serviceUrl);
  const blueUrl = withoutSlash(connection.blueUrl);
  const own = {
    ownClientIds: new Set([connection.clientId]),
    clientIdOf: () => connection.clientId,
    tokenUrlOf: () => connection.tokenUrl,
    tryOut: ({ id, secret }: IssuedApiClient) =>
      tryCredentials(connection, { tokenUrl: connection.tokenUrl, clientId: id, clientSecret: secret }),
  };

  if (connection.flavour === 'legacy') {
    const users = new SharedValue(connection.now, async () => ({
      value: await legacyUsers(calls, serviceUrl, blueUrl),
      keepMs: USERS_KEPT_MS,
    }));
    return { ...own, clients: new LegacyClients(calls, serviceUrl), users: () => users.get() };
  }

  const caller = new SharedValue(connection.now, async () => ({
    value: valueOf(await calls.repeatable(whoAmI(blueUrl))),
    keepMs: USERS_KEPT_MS,
  }));
  return {
    ...own,
    clients: new BlueClients(calls, blueUrl, () => caller.get()),
    users: async () => [{ ...(await caller.get()), alone: true }],
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
