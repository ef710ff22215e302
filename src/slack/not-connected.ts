import type { PersonId } from '../core/api-client.js';
import { Problem } from '../core/problem.js';
import { askFresh } from './rights.js';
import type { Services } from './services.js';

/** That the workspace has no connection, for this person: admins can make one, all others are told whom to ask. */
export async function notConnected(services: Services, person: PersonId): Promise<Problem> {
  const [{ decision }, { policy }] = await Promise.all([
    askFresh(services, person, 'setup', 'any'),
    services.rules.of(services.workspace),
  ]);
  const named = policy.admins.people;
  const { installedBy } = services;
  return new Problem({
    kind: 'not-connected',
    maySetUp: decision.kind === 'allow',
    ask: named.length > 0 || installedBy === undefined ? named : [installedBy],
  });
}
