import type { AlphausUser, AlphausUserName } from '../core/model/api-client.js';
import type { AlphausAccounts, UsersTold } from '../core/connection/connection.js';
import { type Product, qualified, unqualified } from '../core/model/product.js';
import type { Alphaus, ApiClients } from '../core/connection/alphaus.js';
import { Problem } from '../core/problem.js';
import { TooLate, within } from '../core/async/within.js';

/** Once a product has told its users, another one is not waited for longer. */
const GRACE_SECONDS = 5;

/** The account that a workspace has of one product. */
export interface ProductAccount {
  readonly product: Product;
  readonly alphaus: Alphaus;
}

/**
 * Accounts of several products as one. Its users are named so that each is of one product (`qualified`), and
 * whatever is done to a user is done with that product's account. The users of the first account come first.
 */
export function severalProducts(accounts: readonly ProductAccount[]): AlphausAccounts {
  const at = (
    user: AlphausUserName,
  ): { readonly account: ProductAccount; readonly name: AlphausUserName } => {
    const { product, name } = unqualified(user);
    const account = accounts.find((one) => one.product === product);
    if (account === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user });
    return { account, name };
  };

  const clients: ApiClients = {
    async create(user, clientName) {
      const { account, name } = at(user);
      const outcome = await account.alphaus.clients.create(name, clientName);
      return outcome.kind === 'created' ? { ...outcome, client: { ...outcome.client, user } } : outcome;
    },
    async list(user) {
      const { account, name } = at(user);
      const listed = await account.alphaus.clients.list(name);
      return user === name ? listed : listed.map((client) => ({ ...client, user }));
    },
    async delete(user, id) {
      const { account, name } = at(user);
      return account.alphaus.clients.delete(name, id);
    },
  };

  return {
    clients,
    ownClientIds: new Set(accounts.flatMap(({ alphaus }) => [...alphaus.ownClientIds])),
    clientIdOf: (user) => {
      const { product, name } = unqualified(user);
      return accounts.find((one) => one.product === product)?.alphaus.clientIdOf(name);
    },
    tokenUrlOf: (user) => {
      const { account, name } = at(user);
      return account.alphaus.tokenUrlOf(name);
    },
    tryOut: (client) => at(client.user).account.alphaus.tryOut(client),
    users: () => usersOfAll(accounts),
    usersBeside: async (user) => usersOf(at(user).account),
  };
}

async function usersOf({ product, alphaus }: ProductAccount): Promise<readonly AlphausUser[]> {
  return (await alphaus.users()).map((user) => ({ ...user, name: qualified(product, user.name) }));
}

async function usersOfAll(accounts: readonly ProductAccount[]): Promise<UsersTold> {
  const asked = accounts.map((account) => ({ ...account, telling: usersOf(account) }));
  // All fail alike where nothing tells: the default product's reason is as good as any.
  const first = Promise.any(asked.map(({ telling }) => telling));
  await first.catch(() => asked[0]?.telling);
  const told = await Promise.allSettled(asked.map(({ telling }) => within(GRACE_SECONDS * 1000, telling)));
  return {
    users: told.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
    away: asked.flatMap(({ product }, index) => {
      const one = told[index];
      if (one?.status !== 'rejected') return [];
      return [{ product, isDefault: index === 0, problem: problemOf(one.reason) }];
    }),
  };
}

function problemOf(reason: unknown): Problem {
  if (reason instanceof Problem) return reason;
  if (!(reason instanceof TooLate)) throw reason;
  return new Problem({ kind: 'api-timeout', operation: 'users', seconds: GRACE_SECONDS });
}
