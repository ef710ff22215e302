import type { Connection, UsersTold } from '../../core/connection/connection.js';
import { groupsMatter } from '../../core/rights/decide-now.js';
import { usableUsers } from '../../core/rights/sight.js';
import type { Call } from '../call/call.js';
import type { Outcome } from './user-input.js';

/** The Alphaus users that a form offers, and what the form leads to. */
interface Offered extends UsersTold {
  readonly outcome: Outcome;
}

/** Only those under whom the person may create at once; all of them, for a request, where there are none. */
export async function offered(call: Call, { alphaus }: Connection, wanted: Outcome): Promise<Offered> {
  const { people, rules, workspace } = call.services;
  const [now, { users, away }, alone] = await Promise.all([
    rules.of(workspace),
    alphaus.users(),
    people.actorWithoutGroups(call.person),
  ]);
  if (wanted === 'request') return { users, away, outcome: 'request' };
  const usable = usableUsers(now, alone, users);
  if (usable.length === users.length) return { users, away, outcome: 'create' };
  // Without their user groups somebody may be allowed nothing, or only a part.
  const all = groupsMatter(now, 'any') ? usableUsers(now, await people.actor(call.person), users) : usable;
  return all.length === 0 ? { users, away, outcome: 'request' } : { users: all, away, outcome: 'create' };
}
