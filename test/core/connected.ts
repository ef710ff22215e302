import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxApi } from '../../sandbox/api/start-api.js';
import { AlphausUserName } from '../../src/core/model/api-client.js';
import { ClientDirectory } from '../../src/core/connection/client-directory.js';
import { Secret } from '../../src/core/model/secret.js';
import { connectAlphaus } from '../../src/upstream/alphaus.js';
import { severalProducts } from '../../src/upstream/several-products.js';
import { records, workspace } from './records.js';

export const root = AlphausUserName.parse('root@sandbox.example');

/** A workspace that is connected to the sandbox's root account, with records in memory, by the clock that is given. */
export function connected(api: SandboxApi, time: () => number = Date.now) {
  const now = () => new Date(time());
  const account = connectAlphaus({
    flavour: 'legacy',
    clientId: api.rootClient.id,
    clientSecret: new Secret(api.rootClient.secret),
    tokenUrl: `${api.loginUrl}/ripple/access_token`,
    serviceUrl: api.serviceUrl,
    blueUrl: api.blueUrl,
    fetch,
    now: time,
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
  });
  const alphaus = severalProducts([{ product: 'ripple', alphaus: account }]);
  return {
    workspace,
    connection: { alphaus, directory: new ClientDirectory(alphaus, now) },
    now,
    ...records(time),
  };
}
