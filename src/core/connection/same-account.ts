import type { AlphausUserName } from '../model/api-client.js';
import type { Account, BegunInAccount } from '../model/account.js';
import { unqualified } from '../model/product.js';
import { unlessLate } from '../async/within.js';
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

/** A definite no is looked into again after this long, as is an answer that did not come. */
const ASKED_AGAIN_AFTER_MS = 60_000;
/** Nobody's act waits longer than this to learn whether an account is the same. */
const WAITED_FOR_MS = 1_500;

interface Verdict {
  readonly isSame: Promise<boolean>;
  readonly askedAt: number;
}

const verdicts = new WeakMap<Connection, Map<string, Verdict>>();

/**
 * Whether a connection is known to lead to an account, for what is asked at every act: a yes is remembered for as long
 * as the connection stands, and whatever is not known in time is a no.
 */
export async function isKnownToBeSame(
  connection: Connection,
  begun: Required<Pick<BegunInAccount, 'user'>> & { readonly account: Account },
): Promise<boolean> {
  const { user, account } = begun;
  const now = accountOf(connection, user);
  if (now === undefined) return false;
  if (now.clientId === account.clientId) return true;
  const known = verdicts.get(connection) ?? new Map<string, Verdict>();
  verdicts.set(connection, known);
  const key = `${account.product}:${account.clientId}`;
  const before = known.get(key);
  const isFresh = before !== undefined && performance.now() - before.askedAt < ASKED_AGAIN_AFTER_MS;
  const verdict = isFresh
    ? before
    : { isSame: isSameAccount(connection, begun).catch(asNo), askedAt: performance.now() };
  known.set(key, verdict);
  const isSame = (await unlessLate(WAITED_FOR_MS, verdict.isSame)) ?? false;
  if (isSame) known.set(key, { ...verdict, askedAt: Number.POSITIVE_INFINITY });
  return isSame;
}

function asNo(error: unknown): false {
  if (error instanceof Problem) return false;
  throw error;
}
