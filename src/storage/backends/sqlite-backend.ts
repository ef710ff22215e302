import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { type Backend, SCAN_PAGE } from './backend.js';
import { keyAfterAll } from './key-order.js';
import { openDatabase, type SqliteDatabase, whenFree } from './sqlite-driver.js';
import { SqliteWrites } from './sqlite-writes.js';
import { createPrivateFile, lockForThisProcess } from './sqlite-lock.js';
import { type SyncFile, WriteAheadLog } from './write-ahead-log.js';

const Text = z.object({ value: z.string() });
const Records = z.array(z.object({ key: z.string(), value: z.string() }));
const JournalMode = z.object({ journal_mode: z.string() });
const Check = z.object({ quick_check: z.string() });

export interface SqliteAround {
  readonly now?: () => number;
  readonly sync?: SyncFile;
}

/** Opens, or creates, a SQLite file for this process alone; throws a sentence when that cannot be. */
export async function openSqlite(
  path: string,
  { now = Date.now, sync }: SqliteAround = {},
): Promise<Backend> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  createPrivateFile(path);
  const file = realpathSync(path);
  const unlock = await lockForThisProcess(file);
  try {
    await WriteAheadLog.secure(file, sync);
    const database = await openDatabase(file);
    try {
      await prepareDatabase(database);
      const log = await WriteAheadLog.of(database, file, sync);
      return sqliteBackend(database, log, file, unlock, now);
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

async function prepareDatabase(database: SqliteDatabase): Promise<void> {
  database.exec('PRAGMA busy_timeout = 100');
  const mode = JournalMode.parse(await whenFree(() => database.prepare('PRAGMA journal_mode = WAL').get()));
  if (mode.journal_mode !== 'wal')
    throw new Error('SQLite cannot keep a log beside it: set STORE_URL to another place');
  const { quick_check } = Check.parse(await whenFree(() => database.prepare('PRAGMA quick_check(1)').get()));
  if (quick_check !== 'ok') throw new Error(`the file is damaged (${quick_check}): restore a backup`);
  await whenFree(() =>
    database.exec(`
      CREATE TABLE IF NOT EXISTS record (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) STRICT;
      CREATE INDEX IF NOT EXISTS record_expires ON record (expires) WHERE expires IS NOT NULL`),
  );
}

function sqliteBackend(
  database: SqliteDatabase,
  log: WriteAheadLog,
  file: string,
  unlock: () => void,
  now: () => number,
): Backend {
  // Prepared once: libsql 0.5 may crash while it cleans up many short-lived statements.
  const select = database.prepare(
    'SELECT value FROM record WHERE key = ? AND (expires IS NULL OR expires > ?)',
  );
  const upsert = database.prepare(
    `INSERT INTO record (key, value, expires) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
  );
  const insert = database.prepare(
    `INSERT INTO record (key, value, expires) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
     WHERE record.expires <= ?`,
  );
  const update = database.prepare(
    `UPDATE record SET value = ?, expires = ?
     WHERE key = ? AND value = ? AND (expires IS NULL OR expires > ?)`,
  );
  const remove = database.prepare('DELETE FROM record WHERE key = ?');
  const removeExpired = database.prepare('DELETE FROM record WHERE expires <= ?');
  // A blob is above every text, so that it ends a scan that has no upper bound.
  const page = database.prepare(
    `SELECT key, value FROM record
     WHERE key >= ? AND key > ? AND key < coalesce(?, x'ff') AND (expires IS NULL OR expires > ?)
     ORDER BY key LIMIT ${SCAN_PAGE}`,
  );
  const expiry = (ttlMs: number | undefined): number | null => (ttlMs === undefined ? null : now() + ttlMs);
  const writes = new SqliteWrites(database, () => log.toDisk());
  const write = (run: () => { readonly changes: number | bigint }): Promise<number> =>
    writes.make(() => Number(run().changes));
  /** Nobody acts on what a power failure may still take back. */
  const read = async <Result>(run: () => Result): Promise<Result> => {
    const result = await whenFree(run);
    await writes.settled();
    return result;
  };
  const openedInode = statSync(file).ino;
  let closed = false;

  return {
    // The lock sees to it.
    shared: false,

    async get(key) {
      const row = await read(() => select.get(key, now()));
      return row === undefined ? undefined : Text.parse(row).value;
    },

    async set(key, text, ttlMs) {
      await write(() => upsert.run(key, text, expiry(ttlMs)));
    },

    async delete(key) {
      await write(() => remove.run(key));
    },

    async putIfAbsent(key, text, ttlMs) {
      return (await write(() => insert.run(key, text, expiry(ttlMs), now()))) === 1;
    },

    async replace(key, expected, next, ttlMs) {
      return (await write(() => update.run(next, expiry(ttlMs), key, expected, now()))) === 1;
    },

    async *scan(prefix) {
      const end = keyAfterAll(prefix) ?? null;
      let last = '';
      for (;;) {
        const from = last;
        const records = Records.parse(await read(() => page.all(prefix, from, end, now())));
        for (const { key, value } of records) yield [key, value] as const;
        last = records.at(-1)?.key ?? '';
        if (records.length < SCAN_PAGE) return;
        // Nothing here waits for anything: others get their turn between the pages.
        await nextTurn();
      }
    },

    sweep: () => write(() => removeExpired.run(now())),

    async health() {
      await read(() => select.get('', now()));
      // A deleted file goes on answering, and all that is written to it is lost with the process.
      if (statSync(file).ino !== openedInode) throw new Error(`${file} is not the file that was opened`);
    },

    async close() {
      if (closed) return;
      closed = true;
      const isOnDisk = await writes.end();
      await log.close();
      // Closing copies the log into the file: one that may have a hole on the disk is left to the next start.
      if (isOnDisk) database.close();
      unlock();
    },
  };
}
