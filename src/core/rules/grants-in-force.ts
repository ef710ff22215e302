import type { ConnectedAccount, Connection, Connections } from '../connection/connection.js';
import { isKnownToBeSame } from '../connection/same-account.js';
import { type Account, accountFor, type Accounts } from '../model/account.js';
import type { AlphausUserName } from '../model/api-client.js';
import { unqualified } from '../model/product.js';
import { type Grant, isOver } from '../rights/grants.js';
import type { Rules, VersionedRules } from './rules.js';

/** What holds of the rules that are stored. */
interface Held {
  readonly stored: VersionedRules;
  readonly rules: VersionedRules;
  readonly under: Connection | undefined;
  /** The next end of a grant: until then nothing changes by time alone. */
  readonly until: number;
}

/** What the rules of a workspace hold by, besides what is stored. */
export interface InForce {
  readonly connections: Pick<Connections, 'current' | 'known' | 'accounts'>;
  readonly now: () => Date;
}

/**
 * The rules of a workspace as they hold under its present connection: `grants` are those of the connected accounts,
 * the others wait, or have ended. So a right that was given in one account is none in another, and one that was given
 * for a time is none after it, whatever asks.
 */
export function grantsInForce(rules: Rules, { connections, now }: InForce): Rules {
  let last: Held | undefined;
  return {
    async of(workspace) {
      const stored = await rules.of(workspace);
      const under = await connections.current();
      // A grant that waits may be found to hold at any time; one that holds does so while the connection stands.
      const isSure = last?.rules.waitingGrants?.length === 0;
      const isInTime = last !== undefined && now().getTime() < last.until;
      if (last !== undefined && isSure && isInTime && last.stored === stored && last.under === under) {
        return last.rules;
      }
      const named = await boundToAccounts(rules, connections, stored, workspace);
      const held = inTime(await inForce(named, under), now());
      last = { stored, rules: held, under, until: nextEnd(held.grants) };
      return held;
    },
    known(workspace) {
      const stored = rules.known(workspace);
      // Which grants hold under another connection is not known without asking: so none do.
      const held = last?.under === connections.known() ? (last?.rules.grants ?? []) : [];
      const at = now();
      const grants = held.filter((grant) => !isOver(grant, at));
      return stored && { ...stored, grants };
    },
    forget: (workspace) => rules.forget(workspace),
    change: (...changing) => rules.change(...changing),
  };
}

/** Sets aside the grants whose time is over. */
function inTime(rules: VersionedRules, now: Date): VersionedRules {
  const { grants, waitingGrants = [] } = rules;
  const endedGrants = [...grants, ...waitingGrants].filter((grant) => isOver(grant, now));
  if (endedGrants.length === 0) return rules;
  const stands = (grant: Grant): boolean => !isOver(grant, now);
  return {
    ...rules,
    grants: grants.filter(stands),
    waitingGrants: waitingGrants.filter(stands),
    endedGrants,
  };
}

const nextEnd = (grants: readonly Grant[]): number =>
  Math.min(...grants.map(({ until }) => (until === undefined ? Infinity : Date.parse(until))));

async function inForce(rules: VersionedRules, connection: Connection | undefined): Promise<VersionedRules> {
  const parts = await Promise.all(rules.grants.map((grant) => divided(grant, connection)));
  return {
    ...rules,
    grants: parts.flatMap(({ inForce: part }) => part),
    waitingGrants: parts.flatMap(({ waiting }) => waiting),
  };
}

/** A grant may be for users of two products, of which one may lead to another account. */
async function divided(grant: Grant, connection: Connection | undefined) {
  const holds = await Promise.all(grant.users.map((user) => isHeld(grant, user, connection)));
  const those = (held: boolean): readonly Grant[] => {
    const users = grant.users.filter((_, index) => holds[index] === held);
    return users.length === 0 ? [] : [{ ...grant, users }];
  };
  return { inForce: those(true), waiting: those(false) };
}

async function isHeld(
  { accounts }: Grant,
  user: AlphausUserName,
  connection: Connection | undefined,
): Promise<boolean> {
  const account = accounts && accountFor(accounts, user);
  if (account === undefined || connection === undefined) return false;
  return isKnownToBeSame(connection, { user, account });
}

/**
 * Grants of before accounts were named are bound, once, to the connected accounts, if these were connected when the
 * grants were given. Those of a younger connection stay without an account: an admin gives them again.
 */
async function boundToAccounts(
  rules: Rules,
  connections: Pick<Connections, 'accounts'>,
  stored: VersionedRules,
  workspace: Parameters<Rules['of']>[0],
): Promise<VersionedRules> {
  if (stored.grants.every(({ accounts }) => accounts !== undefined)) return stored;
  const connected = await connections.accounts();
  const bound = (grant: Grant): Grant => {
    const accounts = grant.accounts ?? accountsSince(connected, new Date(grant.at), grant.users);
    return accounts === undefined ? grant : { ...grant, accounts: [...accounts] };
  };
  if (stored.grants.every((grant) => bound(grant).accounts === grant.accounts)) return stored;
  return rules.change(workspace, (current) => ({ ...current, grants: current.grants.map(bound) }));
}

/**
 * The connected accounts of these users' products (of all products where nobody is named), if each was connected at
 * that time already; else `undefined`. Nobody connected the account of the environment: it was there before anything.
 */
export function accountsSince(
  connected: readonly ConnectedAccount[],
  at: Date,
  users: readonly AlphausUserName[],
): Accounts | undefined {
  const products = new Set(users.map((user) => unqualified(user).product));
  const wanted = connected.filter(({ product }) => users.length === 0 || products.has(product));
  const all = users.length === 0 ? wanted.length > 0 : wanted.length === products.size;
  const wereThere = wanted.every(({ made }) => made === undefined || made.at.getTime() <= at.getTime());
  return all && wereThere ? wanted.map(namedAccount) : undefined;
}

const namedAccount = ({ product, clientId }: ConnectedAccount): Account => ({ product, clientId });
