import { setTimeout as sleep } from 'node:timers/promises';
import { StoreReadOnly } from '../backend.js';

const AGAIN_AFTER_MS = 500;

/** What this needs of the driver's client. */
interface Connection {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  destroy(): void;
  info(section: 'replication'): Promise<string>;
}

const readOnly = (): StoreReadOnly =>
  new StoreReadOnly('it is a read-only replica: set STORE_URL to the master');

const isRefusedByReplica = (error: unknown): boolean =>
  error instanceof StoreReadOnly || (error instanceof Error && error.message.includes('READONLY '));

/**
 * Keeps a connection at the master. After a failover it may lead to a replica, whose records may be old: nothing is read
 * there either, and the connection is made again until the address leads to a master.
 */
export class MasterConnection {
  readonly #connection: Connection;
  #replica: StoreReadOnly | undefined;
  #isClosed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Does the work, or throws `StoreReadOnly` where the server is a replica. */
  async do<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#replica !== undefined) throw this.#replica;
    try {
      return await work();
    } catch (error) {
      if (!isRefusedByReplica(error)) throw error;
      if (this.#replica === undefined) {
        this.#replica = readOnly();
        void this.#findMaster();
      }
      throw this.#replica;
    }
  }

  async refuseReplica(): Promise<void> {
    await this.do(async () => {
      if (!(await this.#isMaster())) throw readOnly();
    });
  }

  /** Looks for no master any more. */
  close(): void {
    this.#isClosed = true;
  }

  async #findMaster(): Promise<void> {
    while (!this.#isClosed) {
      try {
        if (this.#connection.isOpen) this.#connection.destroy();
        await this.#connection.connect();
        if (await this.#isMaster()) {
          this.#replica = undefined;
          return;
        }
      } catch {
        // Operations say that the store is away until an attempt succeeds.
      }
      await sleep(AGAIN_AFTER_MS);
    }
    if (this.#connection.isOpen) this.#connection.destroy();
  }

  async #isMaster(): Promise<boolean> {
    return /^role:master\r?$/m.test(await this.#connection.info('replication'));
  }
}
