import type { AlphausUserName } from '../core/api-client.js';
import { type Product, qualified, unqualified } from '../core/connection.js';
import type { Alphaus, ApiClients } from '../core/ports.js';
import { Problem } from '../core/problem.js';

/** The account that a workspace has of one product. */
export interface ProductAccount {
  readonly product: Product;
  readonly alphaus: Alphaus;
}

/**
 * Accounts of several products as one. Its users are named so that each is of one product (`qualified`), and
 * whatever is done to a user is done with that product's account. The users of the first account come first.
 */
export function severalProducts(accounts: readonly ProductAccount[]): Alphaus {
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
    async users() {
      const users = await Promise.all(
        accounts.map(async ({ product, alphaus }) =>
          (await alphaus.users()).map((user) => ({ ...user, name: qualified(product, user.name) })),
        ),
      );
      return users.flat();
    },
  };
}
