import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxApi } from '../../sandbox/api/start-api.js';
import type { DeleteContext } from '../../src/core/clients/delete-client.js';
import type { Actor } from '../../src/core/model/actor.js';
import { AlphausUserName } from '../../src/core/model/api-client.js';
import { ClientDirectory } from '../../src/core/connection/client-directory.js';
import type { PersonId } from '../../src/core/model/ids.js';
import { Secret } from '../../src/core/model/secret.js';
import { defaultPolicy } from '../../src/core/rights/policy.js';
import { connectAlphaus } from '../../src/upstream/alphaus.js';
import { severalProducts } from '../../src/upstream/several-products.js';
import type { Backend } from '../../src/storage/backends/backend.js';
import { records, workspace } from './records.js';

export const root = AlphausUserName.parse('root@sandbox.example');

/** A workspace that is connected to the sandbox's root account, with records in memory, by the clock that is given. */
export function connected(api: SandboxApi, time: () => number = Date.now, backend?: Backend) {
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
    ...records(time, backend === undefined ? {} : { backend }),
  };
}

type Connected = ReturnType<typeof connected>;

/** A connected workspace whose people are all admins: what a verb of clients works with. */
export function connectedForAdmins(api: SandboxApi, backend?: Backend): DeleteContext & Connected {
  const actor = (id: PersonId): Promise<Actor> =>
    Promise.resolve({ id, standing: 'member', slackAdmin: true, groups: [] });
  return {
    ...connected(api, Date.now, backend),
    reference: 'TESTREF2',
    rules: { of: () => Promise.resolve({ policy: defaultPolicy, grants: [] }) },
    people: {
      actor,
      actorWithoutGroups: actor,
      membersOf: () => Promise.resolve([]),
      zoneOf: () => Promise.resolve('UTC'),
    },
    quota: { take: () => Promise.resolve({ kind: 'taken', giveBack: () => Promise.resolve() }) },
    whoKnowsAccount: () => Promise.resolve([]),
  };
}
