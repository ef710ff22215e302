import type { PersonId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { decideNow } from '../../core/rights/decide-now.js';
import { adminsToAsk } from './admins-to-ask.js';
import type { Services } from './services.js';

/** That the workspace has no connection, for this person: admins can make one, all others are told whom to ask. */
export async function notConnected(services: Services, person: PersonId): Promise<Problem> {
  const [{ decision }, ask] = await Promise.all([
    decideNow(services, { person, action: 'setup', target: 'any' }),
    adminsToAsk(services),
  ]);
  return new Problem({ kind: 'not-connected', maySetUp: decision.kind === 'allow', ask });
}
