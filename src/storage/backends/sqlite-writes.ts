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
  /** Why nothing is written, nor read, any more. */
  #over: Error | undefined;

  /** `toDisk` resolves when all that was committed is on the disk; once it has rejected, nothing is committed any more. */
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

  /** Resolves when whatever could be read before is on the disk; rejects where it may never be. */
  async settled(): Promise<void> {
    await this.#onItsWay;
    this.#mayGoOn();
  }

  /** Ends what is under way and takes no more; resolves to whether all that was committed is on the disk. */
  async end(): Promise<boolean> {
    await this.#underWay;
    const isOnDisk = this.#over === undefined;
    this.#over ??= new Error('the SQLite file is closed');
    return isOnDisk;
  }

  #mayGoOn(): void {
    if (this.#over !== undefined) throw this.#over;
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
    try {
      this.#mayGoOn();
      const outcomes = await this.#commit(writes);
      // What changed nothing rests on what was written before, and that is on the disk.
      if (outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value > 0)) await this.#wait();
      for (const [index, { resolve, reject }] of writes.entries()) {
        const outcome = outcomes[index];
        if (outcome?.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome?.reason);
      }
    } catch (error) {
      for (const { reject } of writes) reject(error);
    }
  }

  async #wait(): Promise<void> {
    try {
      await this.#toDisk();
    } catch (error) {
      this.#over = error instanceof Error ? error : new Error(String(error));
      throw this.#over;
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
