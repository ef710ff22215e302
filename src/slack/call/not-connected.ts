import type { PersonId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { decideNow } from '../../core/rights/decide-now.js';
import type { Services } from './services.js';

/** That the workspace has no connection, for this person: admins can make one, all others are told whom to ask. */
export async function notConnected(services: Services, person: PersonId): Promise<Problem> {
  const [{ decision }, ask] = await Promise.all([
    decideNow(services, { person, action: 'setup', target: 'any' }),
    adminsToAsk(services),
  ]);
  return new Problem({ kind: 'not-connected', maySetUp: decision.kind === 'allow', ask });
}

/** The admins that the policy names, else the person who installed the app; nobody when neither is known. */
export async function adminsToAsk({ rules, workspace, installedBy }: Services): Promise<readonly PersonId[]> {
  const named = (await rules.of(workspace)).policy.admins.people;
  return named.length > 0 || installedBy === undefined ? named : [installedBy];
}
