import type { SandboxApi } from '../../sandbox/api/start-api.js';
import type { Actor } from '../../src/core/model/actor.js';
import type { PersonId } from '../../src/core/model/ids.js';
import type { AskingContext } from '../../src/core/requests/ask-for-client.js';
import { Policy } from '../../src/core/rights/policy.js';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { collect } from '../storage/servers/stores-under-test.js';
import { connectedForAdmins } from './connected.js';
import { aiko, requestStores, workspace } from './records.js';

/** The moment at which people ask. */
export const asked = '2026-11-03T10:00:00.000Z';

export interface Asking extends Partial<AskingContext> {
  readonly policy?: object;
  /** Who somebody is, where they are no admin of the workspace. */
  readonly actors?: readonly Actor[];
}

/** A connected workspace in which people ask for API clients, and Aiko can decide; `changes` is there in place of its own. */
export function asking(api: SandboxApi, { policy = {}, actors = [], ...changes }: Asking = {}) {
  const backend = guarded(memoryBackend(Date.now));
  const { requests } = requestStores(backend);
  const connected = connectedForAdmins(api, backend);
  const actor = async (id: PersonId): Promise<Actor> =>
    actors.find((one) => one.id === id) ?? connected.people.actor(id);
  const account = { product: 'ripple', clientId: api.rootClient.id } as const;
  const context: AskingContext = {
    ...connected,
    now: () => new Date(asked),
    requests,
    rules: { of: () => Promise.resolve({ policy: Policy.parse(policy), grants: [] }) },
    people: {
      ...connected.people,
      actor,
      actorWithoutGroups: actor,
      actorToAsk: actor,
      membersOf: () => Promise.resolve([]),
      slackAdmins: () => Promise.resolve([aiko]),
    },
    connections: {
      current: () => Promise.resolve(connected.connection),
      accounts: () => Promise.resolve([{ ...account, flavour: 'legacy', made: undefined }]),
    },
    places: { take: () => Promise.reject(new Error('nobody takes a place by asking')) },
    ...changes,
  };
  return {
    context,
    /** What the requests and the trail hold. */
    after: async () => ({ live: await requests.live(workspace), trail: await eventsOf(context) }),
  };
}

/** What the trail says, without what links its records. */
async function eventsOf({ audit }: AskingContext) {
  const records = await collect(audit.forwards(workspace, 0));
  return records.map(
    ({ sequence: _s, time: _t, workspace: _w, previousHash: _p, hash: _h, ...event }) => event,
  );
}
