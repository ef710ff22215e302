import { setTimeout as sleep } from 'node:timers/promises';

type Value = string | number | null;

export interface SqliteStatement {
  run(...values: Value[]): { readonly changes: number | bigint };
  get(...values: Value[]): unknown;
  all(...values: Value[]): unknown[];
}

/** What Node's own SQLite and libsql have in common; both write the same file. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

export async function openDatabase(path: string): Promise<SqliteDatabase> {
  if (hasOwnSqlite(process.versions.node)) {
    const { DatabaseSync } = await import('node:sqlite');
    return new DatabaseSync(path);
  }
  const { default: Database } = await import('libsql');
  return new Database(path);
}

/** Node has SQLite without a flag since 22.13. */
function hasOwnSqlite(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

/** Result codes of sqlite.org/rescode.html. */
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;
/** What was written may be on the disk or not; a failed sync is one. */
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Whether another connection holds the lock: worth another try. */
export const isBusy = (error: unknown): boolean => resultCode(error) === SQLITE_BUSY;

/** Whether the disk had no room for it: it is not written, and may be once there is room. */
export const isFull = (error: unknown): boolean => resultCode(error) === SQLITE_FULL;

/** Whether what was read cannot be what was written. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** Whether nobody can say what is in the file after it. */
export const endsTrust = (error: unknown): boolean => resultCode(error) === SQLITE_IOERR || isDamage(error);

export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  // libsql names the result code `rawCode`, Node `errcode`; the lower byte is the primary one.
  const code = 'rawCode' in error ? error.rawCode : 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

const GIVE_UP_AFTER_MS = 4000;

/**
 * Runs `work` as soon as no other connection is in its way. The drivers block the whole process while they
 * wait, so they wait briefly (`busy_timeout`), and the rest of the waiting is done here.
 */
export async function whenFree<Result>(work: () => Result): Promise<Result> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAt) throw error;
    }
    await sleep(10 + Math.random() * 40);
  }
}
