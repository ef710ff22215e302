import { type FileHandle, open } from 'node:fs/promises';
import type { SqliteDatabase } from './sqlite-driver.js';

/** Resolves when what was written to a file before is on the disk. */
export type SyncFile = (file: FileHandle) => Promise<void>;

const syncFile: SyncFile = (file) => file.datasync();

const CHUNK_BYTES = 1024 * 1024;

/**
 * Brings what SQLite commits to the disk, without holding up the process. `synchronous = FULL` is `NORMAL`, and a wait
 * for the log after each commit; the driver halts everything for that wait, so it is done here, by a thread of libuv's.
 * See sqlite.org/pragma.html#pragma_synchronous and sqlite.org/wal.html.
 */
export class WriteAheadLog {
  readonly #file: FileHandle;
  readonly #sync: SyncFile;

  private constructor(file: FileHandle, sync: SyncFile) {
    this.#file = file;
    this.#sync = sync;
  }

  /**
   * Makes what another process has left in the log, perhaps not on the disk yet, safe there: to be called before
   * SQLite reads it.
   */
  static async secure(databaseFile: string, sync: SyncFile = syncFile): Promise<void> {
    let file: FileHandle;
    try {
      file = await open(`${databaseFile}-wal`, 'r+');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      throw error;
    }
    try {
      await writeAnew(file);
      await sync(file);
    } finally {
      await file.close();
    }
  }

  /** Of a database in WAL mode that only this connection writes. */
  static async of(
    database: SqliteDatabase,
    databaseFile: string,
    sync: SyncFile = syncFile,
  ): Promise<WriteAheadLog> {
    database.exec('PRAGMA synchronous = NORMAL');
    // On macOS an ordinary wait leaves it in the disk's own memory; libuv's does not.
    database.exec('PRAGMA checkpoint_fullfsync = ON');
    // SQLite locks the database and never its log: closing this drops no lock of its.
    return new WriteAheadLog(await open(`${databaseFile}-wal`, 'r+'), sync);
  }

  /**
   * Resolves when all that was committed is on the disk. Once it has rejected, the log may have a hole: what is committed
   * behind it would be lost with it, and a copy of it in the database would be laid over by what is before it.
   */
  async toDisk(): Promise<void> {
    try {
      await this.#sync(this.#file);
    } catch (error) {
      await this.#tryAnew(error);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** The system forgets what it could not write, and its next success says nothing of it: all is written once more. */
  async #tryAnew(cause: unknown): Promise<void> {
    try {
      await writeAnew(this.#file);
      await this.#sync(this.#file);
    } catch {
      throw new Error('the disk does not take the SQLite file: mend it, and start the bot again', { cause });
    }
  }
}

/** Writes a file's bytes into their place again, so that the system has to bring all of them to the disk. */
async function writeAnew(file: FileHandle): Promise<void> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return;
    for (let written = 0; written < bytesRead; ) {
      const { bytesWritten } = await file.write(chunk, written, bytesRead - written, at + written);
      written += bytesWritten;
    }
    at += bytesRead;
  }
}
