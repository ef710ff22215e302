import type { AlphausUserName } from '../model/api-client.js';
import type { Account, BegunInAccount } from '../model/account.js';
import { unqualified } from '../model/product.js';
import { Problem } from '../problem.js';
import type { Connection } from './connection.js';

/** The account in which a user's API clients live; `undefined` where its product is not connected. */
export function accountOf({ alphaus }: Connection, user: AlphausUserName): Account | undefined {
  const clientId = alphaus.clientIdOf(user);
  return clientId === undefined ? undefined : { product: unqualified(user).product, clientId };
}

/**
 * Whether a connection leads to the account in which something was begun. Other credentials may be of the same
 * account: it lists the API client of those before. Where it does not, nobody knows, and that is no.
 */
export async function isSameAccount(
  connection: Connection,
  { user, account }: BegunInAccount,
): Promise<boolean> {
  if (account === undefined) return true;
  const now = accountOf(connection, user);
  if (now === undefined) return false;
  if (now.clientId === account.clientId) return true;
  const { alphaus, directory } = connection;
  const [caller] = await alphaus.usersBeside(user);
  for (const name of new Set(caller === undefined ? [user] : [caller.name, user])) {
    try {
      if ((await directory.list(name)).some(({ id }) => id === account.clientId)) return true;
    } catch (error) {
      if (!isUnknownUser(error)) throw error;
    }
  }
  return false;
}

function isUnknownUser(error: unknown): boolean {
  return (
    error instanceof Problem && (error.facts.kind === 'api-not-found' || error.facts.kind === 'api-forbidden')
  );
}
