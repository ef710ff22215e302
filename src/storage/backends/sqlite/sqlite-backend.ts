import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type Backend, type Committed, DONE, SCAN_PAGE, type StoreLost, SWEPT_AT_ONCE } from '../backend.js';
import { GroupCommits } from './group-commits.js';
import { keyRange } from '../key-order.js';
import { openDatabase, type SqliteDatabase, whenFree } from './sqlite-driver.js';
import { createPrivateFile, lockForThisProcess } from './sqlite-lock.js';

const Text = z.object({ value: z.string() });
const Records = z.array(z.object({ key: z.string(), value: z.string() }));
const JournalMode = z.object({ journal_mode: z.string() });
const Check = z.object({ quick_check: z.string() });

export interface SqliteOptions {
  readonly now?: () => number;
  /** Told once why nothing is written or read any more. */
  readonly lost?: (reason: StoreLost) => void;
}

/** Opens, or creates, a SQLite file for this process alone; throws a sentence when that cannot be. */
export async function openSqlite(path: string, options: SqliteOptions = {}): Promise<Backend> {
  makeFolder(dirname(resolve(path)));
  createPrivateFile(path);
  const file = realpathSync(path);
  const unlock = await lockForThisProcess(file);
  try {
    const wasLeftOpen = hasLog(file);
    const database = await openDatabase(file);
    try {
      await prepareDatabase(database);
      if (wasLeftOpen) await checkWhole(database);
      return sqliteBackend(database, file, unlock, options);
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Whether something is in SQLite's log beside the file: the process that had it before did not close it. libsql leaves an
 * empty log when it closes a file, Node's SQLite leaves none.
 */
const hasLog = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** Makes a folder and those above it, for this user alone. Node's own recursive way never ends under `/proc`. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Brings a connection to what the store relies on. */
export async function prepareDatabase(database: SqliteDatabase): Promise<void> {
  database.exec('PRAGMA busy_timeout = 100');
  const mode = JournalMode.parse(await whenFree(() => database.prepare('PRAGMA journal_mode = WAL').get()));
  if (mode.journal_mode !== 'wal')
    throw new Error('SQLite cannot keep a log beside it: set STORE_URL to another place');
  // What is committed is on the disk; `fullfsync` sees to it on macOS, where an ordinary sync does not.
  database.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
  await whenFree(() =>
    database.exec(`
      CREATE TABLE IF NOT EXISTS record (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) STRICT;
      CREATE INDEX IF NOT EXISTS record_expires ON record (expires) WHERE expires IS NOT NULL`),
  );
}

/** Reads all of it, so it takes as long as the file is large: throws a sentence where something is wrong with it. */
async function checkWhole(database: SqliteDatabase): Promise<void> {
  const { quick_check } = Check.parse(await whenFree(() => database.prepare('PRAGMA quick_check(1)').get()));
  if (quick_check === 'ok') return;
  throw new Error(`the file is damaged (${quick_check.replaceAll(/\s+/g, ' ')}): restore a backup`);
}

/** Reads a range of keys: its values are the lower bound, the upper one or null, the present time, and the limit. */
export const scanSql = (from: '>=' | '>', order: 'ASC' | 'DESC'): string =>
  // A blob is above every text, so that it ends a scan that has no upper bound.
  `SELECT key, value FROM record
   WHERE key ${from} ? AND key < coalesce(?, x'ff') AND (expires IS NULL OR expires > ?)
   ORDER BY key ${order} LIMIT ?`;

function sqliteBackend(
  database: SqliteDatabase,
  file: string,
  unlock: () => void,
  { now = Date.now, lost = () => undefined }: SqliteOptions,
): Backend {
  // Prepared once: libsql 0.5 may crash while it cleans up many short-lived statements.
  const select = database.prepare(
    'SELECT value FROM record WHERE key = ? AND (expires IS NULL OR expires > ?)',
  );
  const upsert = database.prepare(
    `INSERT INTO record (key, value, expires) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
  );
  const remove = database.prepare('DELETE FROM record WHERE key = ?');
  const removeExpired = database.prepare(
    `DELETE FROM record WHERE key IN
       (SELECT key FROM record WHERE expires IS NOT NULL AND expires <= ? LIMIT ${SWEPT_AT_ONCE})`,
  );
  const scanning = { forwards: scanStatement('ASC'), backwards: scanStatement('DESC') };
  function scanStatement(order: 'ASC' | 'DESC') {
    return {
      from: database.prepare(scanSql('>=', order)),
      behind: database.prepare(scanSql('>', order)),
    };
  }
  const commits = new GroupCommits(database, lost);
  /** Nobody acts on what may not be on the disk. */
  const read = <Result>(run: () => Result): Promise<Result> => commits.read(run);
  const textAt = (key: string): string | undefined => {
    const row = select.get(key, now());
    return row === undefined ? undefined : Text.parse(row).value;
  };
  const openedInode = statSync(file).ino;
  let closed = false;

  return {
    // The lock sees to it.
    shared: false,

    get: (key) => read(() => textAt(key)),
    getAll: (keys) => read(() => keys.map(textAt)),

    async scan(prefix, range = {}) {
      const { limit = SCAN_PAGE, backwards = false } = range;
      const { from, end } = keyRange(prefix, range);
      const statements = backwards ? scanning.backwards : scanning.forwards;
      const statement = from.isIncluded ? statements.from : statements.behind;
      const rows = await read(() => statement.all(from.key, end ?? null, now(), limit));
      return Records.parse(rows).map(({ key, value }) => [key, value] as const);
    },

    commit: ({ require = [], put = [], delete: removed = [] }) =>
      commits.make((): Committed => {
        const standing = require.map(({ key }) => textAt(key));
        if (require.some(({ text }, index) => text !== standing[index])) return { kind: 'refused', standing };
        const time = now();
        for (const { key, text, ttlMs } of put) {
          upsert.run(key, text, ttlMs === undefined ? null : time + ttlMs);
        }
        for (const key of removed) remove.run(key);
        return DONE;
      }),

    now: async () => now(),

    sweep: () => commits.make(() => Number(removeExpired.run(now()).changes)),

    // The keys are always in order here.
    indexKeys: async () => {},

    async health() {
      await read(() => select.get('', now()));
      // A deleted file goes on answering, and all that is written to it is lost with the process.
      if (statSync(file).ino !== openedInode) throw new Error(`${file} is not the file that was opened`);
    },

    async close() {
      if (closed) return;
      closed = true;
      const isSound = await commits.end();
      try {
        if (isSound) {
          // Copies SQLite's log into the file and empties it; libsql's closing does not. After a failed commit that is left
          // to the next start, which checks the file.
          database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
          database.close();
        }
      } finally {
        unlock();
      }
    },
  };
}
