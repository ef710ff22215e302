import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { SqliteDatabase, SqliteStatement } from './sqlite-driver.js';

/** Resolves when what was written to a file before is on the disk. */
export type SyncFile = (descriptor: number) => Promise<void>;

const syncFile: SyncFile = promisify(fdatasync);

const QUIET_MS = 1000;
/** Some 32 MB: without a quiet second SQLite copies the log into the file by itself, and everybody waits. */
const PAGES_AT_MOST = 8000;

const Checkpoint = z.object({ busy: z.number() });

/**
 * Brings what SQLite commits to the disk, without holding up the process. `synchronous = FULL` is `NORMAL`, and a wait
 * for the log after each commit; the driver halts everything for that wait, so it is done here, by a thread of libuv's.
 * See sqlite.org/pragma.html#pragma_synchronous and sqlite.org/wal.html.
 */
export class WriteAheadLog {
  readonly #descriptor: number;
  readonly #sync: SyncFile;
  readonly #database: SqliteDatabase;
  readonly #checkpoint: SqliteStatement;
  readonly #whenQuiet: NodeJS.Timeout;
  #isInDoubt = false;

  /** Of a database in WAL mode whose `file` only this connection writes. */
  constructor(database: SqliteDatabase, file: string, sync: SyncFile = syncFile) {
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec(`PRAGMA wal_autocheckpoint = ${PAGES_AT_MOST}`);
    // SQLite locks the database and never its log: closing this drops no lock of its.
    this.#descriptor = openSync(`${file}-wal`, 'r+');
    this.#sync = sync;
    this.#database = database;
    this.#checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#whenQuiet = setTimeout(() => {
      this.#shorten();
    }, QUIET_MS).unref();
  }

  /** Resolves when all that was committed is on the disk; where it rejects, nobody knows. */
  async toDisk(): Promise<void> {
    this.#whenQuiet.refresh();
    if (this.#isInDoubt) {
      // The system forgets what it could not write, and its next success says nothing of it: the file takes it all.
      this.#copyIntoFile();
      this.#isInDoubt = false;
      return;
    }
    try {
      await this.#sync(this.#descriptor);
    } catch (error) {
      this.#isInDoubt = true;
      throw error;
    }
  }

  close(): void {
    clearTimeout(this.#whenQuiet);
    closeSync(this.#descriptor);
  }

  #shorten(): void {
    try {
      // Its file stays as long as it is: a file that does not grow is on the disk sooner.
      this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // The log stays as it is, with all that is in it, and is tried again with the next quiet second.
    }
  }

  #copyIntoFile(): void {
    const { busy } = Checkpoint.parse(this.#checkpoint.get());
    if (busy !== 0) throw new Error('somebody reads the SQLite file, so its log could not be copied into it');
  }
}
