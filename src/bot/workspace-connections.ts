import type { AlphausUser } from '../core/model/api-client.js';
import type { PersonId, WorkspaceId } from '../core/model/ids.js';
import { ClientDirectory } from '../core/connection/client-directory.js';
import type { KeptLists } from '../core/connection/kept-lists.js';
import type {
  ConnectedAccount,
  Connection,
  Connections,
  Credentials,
} from '../core/connection/connection.js';
import type { Product } from '../core/model/product.js';
import type { Commit } from '../core/store.js';
import type { Alphaus } from '../core/connection/alphaus.js';
import type { ConnectionRecords, StoredAccount, StoredConnection } from '../storage/records/connections.js';
import { severalProducts } from '../upstream/several-products.js';
import type { Connect } from './alphaus-addresses.js';

/** After this long, what another replica changed is seen. */
const KEPT_FOR_MS = 2_000;

/** The account that the bot's environment gives. */
export interface EnvironmentAccount extends Credentials {
  /** Replaces the product's own. */
  readonly tokenUrl: string | undefined;
}

export interface ConnectionParts {
  readonly workspace: WorkspaceId;
  readonly records: ConnectionRecords;
  readonly connect: Connect;
  readonly environment: EnvironmentAccount | undefined;
  readonly lists: KeptLists;
  readonly now: () => Date;
}

type Account = EnvironmentAccount | (StoredAccount & { readonly tokenUrl: undefined });

interface Kept {
  readonly revision: string | undefined;
  readonly connection: Connection | undefined;
  readonly readAt: number;
}

/**
 * A workspace's connection over its record: one Alphaus of all its accounts, made again, with its access tokens
 * and lists forgotten, when the record changes. An account made with `setup` goes before the environment's of
 * the same product.
 */
export class WorkspaceConnections implements Connections {
  readonly #parts: ConnectionParts;
  #kept: Kept | undefined;
  #reading: Promise<Kept> | undefined;
  #changes = 0;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  async current(): Promise<Connection | undefined> {
    const kept = this.#kept;
    // Where nothing is connected it is read again: another replica may just have made the connection.
    if (kept?.connection !== undefined) {
      const age = this.#parts.now().getTime() - kept.readAt;
      if (age >= 0 && age < KEPT_FOR_MS) return kept.connection;
    }
    const reading = this.#reading ?? this.#read();
    this.#reading = reading;
    try {
      return (await reading).connection;
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
    }
  }

  known(): Connection | undefined {
    return this.#kept?.connection;
  }

  async accounts(): Promise<readonly ConnectedAccount[]> {
    const record = await this.#parts.records.find(this.#parts.workspace);
    return this.#inOrder(record).map((account) => ({
      product: account.product,
      flavour: account.flavour,
      clientId: account.clientId,
      made: 'by' in account ? { by: account.by, at: new Date(account.at) } : undefined,
    }));
  }

  tryOut(credentials: Credentials): Promise<readonly AlphausUser[]> {
    return tryOut(this.#parts.connect(credentials));
  }

  async test(product: Product): Promise<readonly AlphausUser[] | undefined> {
    const record = await this.#parts.records.find(this.#parts.workspace);
    const account = this.#inOrder(record).find((one) => one.product === product);
    return account && tryOut(this.#parts.connect(account, account.tokenUrl));
  }

  async keep(credentials: Credentials, by: PersonId, commit: Commit): Promise<void> {
    const account: StoredAccount = { ...credentials, by, at: this.#parts.now().toISOString() };
    await this.#change(
      (current) => ({
        default: current?.default ?? this.#parts.environment?.product ?? account.product,
        accounts: [
          ...(current?.accounts ?? []).filter(({ product }) => product !== account.product),
          account,
        ],
      }),
      commit,
    );
  }

  async disconnect(product: Product, commit: Commit): Promise<boolean> {
    let had = false;
    await this.#change((current) => {
      had = current?.accounts.some((account) => account.product === product) ?? false;
      if (!had || current === undefined) return undefined;
      return { ...current, accounts: current.accounts.filter((account) => account.product !== product) };
    }, commit);
    return had;
  }

  async makeDefault(product: Product, commit: Commit): Promise<boolean> {
    let has = false;
    await this.#change((current) => {
      has = this.#inOrder(current).some((account) => account.product === product);
      return has ? { accounts: current?.accounts ?? [], default: product } : undefined;
    }, commit);
    return has;
  }

  async #change(change: Parameters<ConnectionRecords['change']>[1], commit: Commit): Promise<void> {
    try {
      await this.#parts.records.change(this.#parts.workspace, change, commit);
    } finally {
      // Read again even where nobody knows whether the change landed; what is being read may be older.
      this.#kept = undefined;
      this.#reading = undefined;
      this.#changes += 1;
    }
  }

  async #read(): Promise<Kept> {
    const readAt = this.#parts.now().getTime();
    const changes = this.#changes;
    const record = await this.#parts.records.find(this.#parts.workspace);
    const kept = this.#kept;
    const next =
      kept !== undefined && kept.revision === record?.revision
        ? { ...kept, readAt }
        : { revision: record?.revision, connection: this.#connectionOf(record), readAt };
    if (changes === this.#changes) this.#kept = next;
    return next;
  }

  #connectionOf(record: StoredConnection | undefined): Connection | undefined {
    const accounts = this.#inOrder(record);
    if (accounts.length === 0) return undefined;
    const alphaus = severalProducts(
      accounts.map((account) => ({
        product: account.product,
        alphaus: this.#parts.connect(account, account.tokenUrl),
      })),
    );
    return { alphaus, directory: new ClientDirectory(alphaus, this.#parts.now, this.#parts.lists.shelf()) };
  }

  #inOrder(record: Pick<StoredConnection, 'accounts' | 'default'> | undefined): readonly Account[] {
    const made = (record?.accounts ?? []).map((account) => ({ ...account, tokenUrl: undefined }));
    const { environment } = this.#parts;
    const isReplaced = made.some(({ product }) => product === environment?.product);
    const all = environment === undefined || isReplaced ? made : [environment, ...made];
    return all.toSorted(
      (a, b) => Number(b.product === record?.default) - Number(a.product === record?.default),
    );
  }
}

/** The users may be told by another API than the one that holds the clients: both are read. */
async function tryOut(alphaus: Alphaus): Promise<readonly AlphausUser[]> {
  const users = await alphaus.users();
  const [first] = users;
  if (first !== undefined) await alphaus.clients.list(first.name);
  return users;
}
