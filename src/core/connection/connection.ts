import type { AlphausUser, AlphausUserName } from '../model/api-client.js';
import type { PersonId } from '../model/ids.js';
import { type Flavour, Product, unqualified } from '../model/product.js';
import { withoutCase } from '../model/legible-text.js';
import type { ClientDirectory } from './client-directory.js';
import type { Alphaus } from './alphaus.js';
import { Problem } from '../problem.js';
import type { Secret } from '../model/secret.js';
import type { Commit } from '../store.js';

/** What a connection is made with. */
export interface Credentials {
  readonly product: Product;
  readonly flavour: Flavour;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** What may be told of a connection. */
export interface ConnectedAccount {
  readonly product: Product;
  readonly flavour: Flavour;
  readonly clientId: string;
  /** `undefined` for the one that the bot's own environment gives. */
  readonly made: { readonly by: PersonId; readonly at: Date } | undefined;
}

/** What a workspace's accounts tell of their Alphaus users. */
export interface UsersTold {
  /** The default product's first. */
  readonly users: readonly AlphausUser[];
  /** Products that could not be asked: what is there is missing. Never all that there are. */
  readonly away: readonly AwayProduct[];
}

export interface AwayProduct {
  readonly product: Product;
  /** Whether a user that is named without a product is looked for there first. */
  readonly isDefault: boolean;
  /** Why it could not be asked. */
  readonly problem: Problem;
}

/** All accounts of a workspace as one, of one product each. */
export interface AlphausAccounts extends Omit<Alphaus, 'users'> {
  /** Rejects when nothing could be asked. */
  users(): Promise<UsersTold>;
  /** The Alphaus users of the account that this user belongs to, its caller first; other products are not asked. */
  usersBeside(user: AlphausUserName): Promise<readonly AlphausUser[]>;
}

/** A workspace's Alphaus accounts, ready to be used as one. */
export interface Connection {
  readonly alphaus: AlphausAccounts;
  readonly directory: ClientDirectory;
}

/** A workspace's connection: made again when any replica changes its credentials. */
export interface Connections {
  /** `undefined` while the workspace has none. */
  current(): Promise<Connection | undefined>;
  /** What is known without waiting for anything. */
  known(): Connection | undefined;
  /** The connected accounts, one per product at most; the default first. Reads the store. */
  accounts(): Promise<readonly ConnectedAccount[]>;
  /** Exchanges credentials for an access token and reads with it; keeps nothing. A refusal is a `Problem`. */
  tryOut(credentials: Credentials): Promise<readonly AlphausUser[]>;
  /** Tries the connected credentials; `undefined` when this product is not connected. */
  test(product: Product): Promise<readonly AlphausUser[] | undefined>;
  /** Keeps credentials and replaces those of the same product; `commit` writes more in the same batch. */
  keep(credentials: Credentials, by: PersonId, commit: Commit): Promise<void>;
  /** `false` when there is none of this product, or it is the environment's. */
  disconnect(product: Product, commit: Commit): Promise<boolean>;
  /** `false` when there is none of this product. */
  makeDefault(product: Product, commit: Commit): Promise<boolean>;
}

/**
 * The Alphaus user that was typed, as `NAME`, the default product's first, or as `wave:NAME` or `ripple:NAME`. A
 * `Problem` where it may be of a product that could not be asked.
 */
export function userNamed({ users, away }: UsersTold, typed: string): AlphausUserName | undefined {
  const wanted = withoutCase(typed);
  const found = users.find(({ name }) => {
    const { product, name: plain } = unqualified(name);
    return [plain, `${product}:${plain}`].some((one) => withoutCase(one) === wanted);
  })?.name;
  const meant = Product.options.find((product) => wanted.startsWith(`${product}:`));
  const unsure = away.find(
    ({ product, isDefault }) =>
      (meant === undefined || meant === product) &&
      (found === undefined || (isDefault && meant === undefined)),
  );
  if (unsure !== undefined) throw productAway(unsure);
  return found;
}

/** Thrown to a caller that needs what a product could not be asked. */
export const productAway = ({ product, problem }: AwayProduct): Problem =>
  new Problem({ kind: 'product-away', product }, { cause: problem });
