import type { AlphausUserName, PersonId } from '../core/api-client.js';
import { unqualified } from '../core/connection.js';
import { Problem } from '../core/problem.js';
import type { Services } from './services.js';
import { adminsToAsk } from './not-connected.js';

/** Who may know the account in which something was begun: whoever connected another one of its product, else admins. */
export async function whoKnowsAccount(
  services: Services,
  user: AlphausUserName,
): Promise<readonly PersonId[]> {
  const { product } = unqualified(user);
  const now = (await services.connections.accounts()).find((account) => account.product === product);
  return now?.made === undefined ? adminsToAsk(services) : [now.made.by];
}

/** That what was begun in an account cannot be brought to an end in the one that is connected now. */
export async function accountChanged(services: Services, user: AlphausUserName): Promise<Problem> {
  return new Problem({ kind: 'account-changed', user, ask: await whoKnowsAccount(services, user) });
}
