import { type SqliteDatabase, whenFree } from './sqlite-driver.js';

interface Write {
  /** How many records it changed. */
  readonly run: () => number;
  readonly resolve: (changes: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes the writes that are asked for within a turn or two of the event loop in one transaction, in their order, and
 * answers each when it is on the disk: they wait for it once, all together.
 */
export class SqliteWrites {
  readonly #database: SqliteDatabase;
  readonly #toDisk: () => Promise<void>;
  #waiting: Write[] = [];
  #underWay: Promise<void> | undefined;
  #onItsWay: Promise<void> | undefined;

  /** `toDisk` resolves when all that was committed is on the disk. */
  constructor(database: SqliteDatabase, toDisk: () => Promise<void>) {
    this.#database = database;
    this.#toDisk = toDisk;
  }

  /** Resolves to how many records were changed, once they are on the disk. */
  make(run: () => number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run, resolve, reject });
      this.#underWay ??= this.#makeAll();
    });
  }

  /** Resolves when whatever could be read before is on the disk, or known to its writer as in doubt. */
  async settled(): Promise<void> {
    await this.#onItsWay;
  }

  /** Resolves when nothing is asked for any more. */
  async ended(): Promise<void> {
    await this.#underWay;
  }

  async #makeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Whatever else this turn asks for goes along, and what it sends goes out before.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      const together = this.#waiting;
      this.#waiting = [];
      this.#onItsWay = this.#makeTogether(together);
      await this.#onItsWay;
      this.#onItsWay = undefined;
    }
    this.#underWay = undefined;
  }

  async #makeTogether(writes: readonly Write[]): Promise<void> {
    const outcomes = await this.#commit(writes);
    let notOnDisk: { readonly error: unknown } | undefined;
    try {
      await this.#toDisk();
    } catch (error) {
      notOnDisk = { error };
    }
    for (const [index, { resolve, reject }] of writes.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status !== 'fulfilled') reject(outcome?.reason);
      else if (notOnDisk !== undefined) reject(notOnDisk.error);
      else resolve(outcome.value);
    }
  }

  /** What became of each, in their order. */
  async #commit(writes: readonly Write[]): Promise<readonly PromiseSettledResult<number>[]> {
    if (writes.length > 1) {
      const [together] = await Promise.allSettled([whenFree(() => this.#inTransaction(writes))]);
      if (together.status === 'rejected') return writes.map(() => together);
      const changes = together.value;
      if (changes !== undefined) return changes.map((value) => ({ status: 'fulfilled', value }));
    }
    // Only what fails is to fail.
    const outcomes: PromiseSettledResult<number>[] = [];
    for (const { run } of writes) outcomes.push(...(await Promise.allSettled([whenFree(run)])));
    return outcomes;
  }

  /** `undefined` when one of them failed, and so nothing was done. */
  #inTransaction(writes: readonly Write[]): readonly number[] | undefined {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const changes = writes.map((write) => write.run());
      this.#database.exec('COMMIT');
      return changes;
    } catch {
      this.#database.exec('ROLLBACK');
      return undefined;
    }
  }
}
