import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { isBusy, openDatabase } from './sqlite-driver.js';

/**
 * Makes this process the only one on a file, until the returned function is called. The lock is the operating
 * system's, taken through an SQLite transaction on a side file: it dies with its process, `kill -9` included.
 */
export async function lockForThisProcess(path: string): Promise<() => void> {
  const sideFile = `${path}.lock`;
  createPrivateFile(sideFile);
  const lock = await openDatabase(sideFile);
  try {
    lock.exec('PRAGMA busy_timeout = 0');
    // Leaves no journal beside the side file.
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(
      'another process uses it, and a SQLite file serves one process: stop that one, or set STORE_URL to redis:// or postgres://',
      { cause: error },
    );
  }
  return () => {
    // Closing alone may keep the lock until the garbage collector comes by.
    lock.exec('ROLLBACK');
    lock.close();
  };
}

/** Creates the file unless it is there, and lets nobody but this user read it. */
export function createPrivateFile(path: string): void {
  // A file that this process has open must not be opened and closed here: that would drop its locks.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  if (!statSync(path).isFile()) throw new Error('it is not a file: set STORE_URL to one');
  chmodSync(path, 0o600);
}
