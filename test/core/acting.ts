import type { Actor } from '../../src/core/model/actor.js';
import type { PersonId } from '../../src/core/model/ids.js';
import { defaultPolicy, type Policy } from '../../src/core/rights/policy.js';
import type { RequestContext } from '../../src/core/requests/request-context.js';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { trailOver } from '../storage/audit/trail.js';
import { requestStores, workspace } from './records.js';

export interface Acting {
  readonly requests?: RequestContext['requests'];
  readonly now?: () => Date;
  readonly policy?: Partial<Policy>;
  /** Who somebody is, where they are no admin of the workspace. */
  readonly actors?: readonly Actor[];
}

/** A workspace whose people are all admins, with its trail in memory: what a verb on requests works with. */
export function acting({ requests, now = () => new Date(), policy = {}, actors = [] }: Acting = {}) {
  const actor = async (id: PersonId): Promise<Actor> =>
    actors.find((one) => one.id === id) ?? { id, standing: 'member', slackAdmin: true, groups: [] };
  return {
    workspace,
    requests: requests ?? requestStores().requests,
    now,
    reference: 'TESTREF2',
    audit: trailOver(guarded(memoryBackend(Date.now)), { now }),
    rules: { of: () => Promise.resolve({ policy: { ...defaultPolicy, ...policy }, grants: [] }) },
    people: { actor, actorWithoutGroups: actor, membersOf: () => Promise.resolve([]) },
  } satisfies RequestContext;
}
