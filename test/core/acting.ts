import { ClientDirectory } from '../../src/core/connection/client-directory.js';
import type { Connection } from '../../src/core/connection/connection.js';
import type { Actor } from '../../src/core/model/actor.js';
import type { PersonId } from '../../src/core/model/ids.js';
import { Secret } from '../../src/core/model/secret.js';
import type { RequestAccountContext } from '../../src/core/requests/request-account.js';
import { connectAlphaus } from '../../src/upstream/alphaus.js';
import { severalProducts } from '../../src/upstream/several-products.js';
import { defaultPolicy, type Policy } from '../../src/core/rights/policy.js';
import type { RequestContext } from '../../src/core/requests/request-context.js';
import type { Backend } from '../../src/storage/backends/backend.js';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { trailOver } from '../storage/audit/trail.js';
import { CONNECTED, requestStores, workspace } from './records.js';

export interface Acting {
  /** Holds the requests and the trail; one in memory when absent. */
  readonly backend?: Backend;
  /** The records of that `backend`: a decision and its audit record are one batch. */
  readonly requests?: RequestContext['requests'];
  readonly now?: () => Date;
  readonly policy?: Partial<Policy>;
  /** The API client with which the workspace is connected. */
  readonly clientId?: string;
  /** Who somebody is, where they are no admin of the workspace. */
  readonly actors?: readonly Actor[];
}

/** A connection that is asked for nothing but its account. */
function connectedTo(clientId: string): Connection {
  const alphaus = connectAlphaus({
    flavour: 'legacy',
    clientId,
    clientSecret: new Secret('never sent'),
    tokenUrl: 'http://127.0.0.1:1/',
    serviceUrl: 'http://127.0.0.1:1/',
    blueUrl: 'http://127.0.0.1:1/',
    fetch: () => Promise.reject(new Error('nothing is asked of the API here')),
    now: Date.now,
    sleep: () => Promise.resolve(),
  });
  const accounts = severalProducts([{ product: 'ripple', alphaus }]);
  return { alphaus: accounts, directory: new ClientDirectory(accounts, () => new Date()) };
}

/** A workspace whose people are all admins, with its trail in memory: what a verb on requests works with. */
export function acting({
  backend = guarded(memoryBackend(Date.now)),
  requests,
  now = () => new Date(),
  policy = {},
  actors = [],
  clientId = CONNECTED,
}: Acting = {}) {
  const actor = async (id: PersonId): Promise<Actor> =>
    actors.find((one) => one.id === id) ?? { id, standing: 'member', slackAdmin: true, groups: [] };
  return {
    workspace,
    requests: requests ?? requestStores(backend).requests,
    now,
    reference: 'TESTREF2',
    audit: trailOver(backend, { now }),
    rules: { of: () => Promise.resolve({ policy: { ...defaultPolicy, ...policy }, grants: [] }) },
    people: {
      actor,
      actorWithoutGroups: actor,
      membersOf: () => Promise.resolve([]),
      zoneOf: () => Promise.resolve('UTC'),
    },
    connections: {
      current: () => Promise.resolve(connectedTo(clientId)),
      accounts: () => Promise.resolve([{ product: 'ripple', flavour: 'legacy', clientId, made: undefined }]),
    },
    whoKnowsAccount: () => Promise.resolve([]),
  } satisfies RequestContext & RequestAccountContext;
}
