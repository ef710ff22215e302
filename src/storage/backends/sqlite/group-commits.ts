import { StoreLost } from '../backend.js';
import { endsTrust, isBusy, isDamage, isFull, type SqliteDatabase, whenFree } from './sqlite-driver.js';

interface Waiting {
  /** Runs inside the transaction; resolves or rejects once that is committed. */
  readonly run: () => { readonly answer: () => void };
  readonly reject: (error: unknown) => void;
}

/**
 * Makes the writes that are asked for within a turn or two of the event loop in one transaction, in their order, and
 * answers each when that is committed. SQLite (`synchronous = FULL`) waits for the disk once for all of them.
 */
export class GroupCommits {
  readonly #database: SqliteDatabase;
  readonly #lost: (reason: StoreLost) => void;
  #waiting: Waiting[] = [];
  #underWay: Promise<void> | undefined;
  /** Why nothing is written, nor read, any more. */
  #over: Error | undefined;

  /** `lost` is told once why nothing is written or read any more. */
  constructor(database: SqliteDatabase, lost: (reason: StoreLost) => void) {
    this.#database = database;
    this.#lost = lost;
  }

  /** Resolves to what `write` gave, once it is on the disk. `write` may run again where another one failed beside it. */
  make<Result>(write: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const run = () => {
        const result = write();
        return { answer: () => resolve(result) };
      };
      this.#waiting.push({ run, reject });
      this.#underWay ??= this.#makeAll();
    });
  }

  /**
   * Reads what is in the file, and rejects once that is not to be acted on: after a failed commit, after damage that a read
   * came across, and after the end.
   */
  async read<Result>(run: () => Result): Promise<Result> {
    this.refuseIfOver();
    try {
      return await whenFree(run);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#giveUp(`the SQLite file is damaged (${reasonOf(error)}): restore a backup`, error);
      throw this.#over ?? error;
    }
  }

  refuseIfOver(): void {
    if (this.#over !== undefined) throw this.#over;
  }

  /** Ends what is under way and takes no more; resolves to whether no commit has failed. */
  async end(): Promise<boolean> {
    await this.#underWay;
    const isSound = this.#over === undefined;
    this.#over ??= new Error('the SQLite file is closed');
    return isSound;
  }

  async #makeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Whatever else this turn asks for goes along, and what it sends goes out before.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      const together = this.#waiting;
      this.#waiting = [];
      await this.#makeTogether(together);
    }
    this.#underWay = undefined;
  }

  async #makeTogether(writes: readonly Waiting[]): Promise<void> {
    const failed = await this.#attempt(writes);
    if (failed === undefined) return;
    const [only] = writes;
    if (writes.length === 1 && only !== undefined) return only.reject(failed);
    // Only what fails is to fail.
    for (const write of writes) {
      const error = await this.#attempt([write]);
      if (error !== undefined) write.reject(error);
    }
  }

  /** Commits them and answers each, or does nothing and resolves to why. */
  async #attempt(writes: readonly Waiting[]): Promise<unknown> {
    try {
      const made = await whenFree(() => this.#inTransaction(writes));
      for (const { answer } of made) answer();
      return undefined;
    } catch (error) {
      return error;
    }
  }

  #inTransaction(writes: readonly Waiting[]): readonly { readonly answer: () => void }[] {
    this.refuseIfOver();
    try {
      this.#database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (endsTrust(error)) this.#lose(error);
      throw error;
    }
    try {
      const made = writes.map(({ run }) => run());
      this.#commit();
      return made;
    } catch (error) {
      if (this.#over === undefined && endsTrust(error)) this.#lose(error);
      if (this.#over === undefined) this.#rollBack();
      throw this.#over ?? error;
    }
  }

  /** A failed commit is known not to have happened only if there was no room, or another process held the lock. */
  #commit(): void {
    try {
      this.#database.exec('COMMIT');
    } catch (error) {
      if (!isFull(error) && !isBusy(error)) this.#lose(error);
      throw error;
    }
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch (error) {
      // SQLite may have done so by itself, where the disk is full.
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) this.#lose(error);
    }
  }

  #lose(cause: unknown): void {
    const what = `a commit to the SQLite file failed (${reasonOf(cause)}), and nobody can say what is in it`;
    this.#giveUp(`${what}: check the disk, then start the bot again`, cause);
  }

  #giveUp(why: string, cause: unknown): void {
    const lost = new StoreLost(why, { cause });
    this.#over = lost;
    this.#lost(lost);
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
