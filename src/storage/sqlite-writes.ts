import { type SqliteDatabase, whenFree } from './sqlite-driver.js';

interface Write {
  /** How many records it changed. */
  run(): number;
  resolve(changes: number): void;
  reject(error: unknown): void;
}

/**
 * Makes the writes that are asked for within a turn or two of the event loop in one transaction, in their order: they
 * wait for the disk once, all together, and each is answered when it is safe there. The driver holds up the
 * whole process meanwhile, so that many small waits would be many halts.
 */
export class SqliteWrites {
  readonly #database: SqliteDatabase;
  #waiting: Write[] = [];
  #underWay: Promise<void> | undefined;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Resolves to how many records were changed, once they are on the disk. */
  make(run: () => number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run, resolve, reject });
      this.#underWay ??= this.#makeAll();
    });
  }

  /** Resolves when nothing is asked for any more. */
  async ended(): Promise<void> {
    await this.#underWay;
  }

  async #makeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Whatever else this turn asks for goes along, and what it sends goes out before the wait for the disk.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      const together = this.#waiting;
      this.#waiting = [];
      await this.#makeTogether(together);
    }
    this.#underWay = undefined;
  }

  async #makeTogether(writes: readonly Write[]): Promise<void> {
    const [only] = writes;
    if (writes.length === 1 && only !== undefined) return this.#makeAlone(only);
    let changes: readonly number[] | undefined;
    try {
      changes = await whenFree(() => this.#inTransaction(writes));
    } catch (error) {
      for (const write of writes) write.reject(error);
      return;
    }
    for (const [index, write] of writes.entries()) {
      // Only what fails is to fail.
      if (changes === undefined) await this.#makeAlone(write);
      else write.resolve(changes[index] ?? 0);
    }
  }

  async #makeAlone(write: Write): Promise<void> {
    try {
      write.resolve(await whenFree(() => write.run()));
    } catch (error) {
      write.reject(error);
    }
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
