import { z } from 'zod';
import type { AlphausUserName } from '../model/api-client.js';
import { type Connection, Product, unqualified } from './connection.js';
import { Problem } from '../problem.js';

/** An Alphaus account, as a workspace was connected to it when something was asked of it. */
export const Account = z.object({
  product: Product,
  /** The API client with which the connection acted: its id alone. */
  clientId: z.string().min(1),
});
export type Account = z.infer<typeof Account>;

/** How the audit trail names a product's account. */
export const PRODUCT_IN_TRAIL: Readonly<Record<Product, string>> = { ripple: 'Ripple/Octo', wave: 'Wave' };

/** What was begun in an account, for one of its users. */
export interface BegunInAccount {
  readonly user: AlphausUserName;
  /** Absent in what was written before accounts were named. */
  readonly account?: Account | undefined;
}

/** The account in which a user's API clients live; `undefined` where its product is not connected. */
export function accountOf({ alphaus }: Connection, user: AlphausUserName): Account | undefined {
  const clientId = alphaus.clientIdOf(user);
  return clientId === undefined ? undefined : { product: unqualified(user).product, clientId };
}

/**
 * Whether a connection leads to the account in which something was begun. Other credentials may be of the same
 * account: it lists the API client of those before. Where it does not, nobody knows, and that is no.
 */
export async function leadsTo(connection: Connection, { user, account }: BegunInAccount): Promise<boolean> {
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
