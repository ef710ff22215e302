import { escapeIdentifier, Pool } from 'pg';
import { z } from 'zod';
import { type Backend, SCAN_PAGE } from './backend.js';
import { keyAfterAll } from './key-order.js';

const Texts = z.array(z.object({ value: z.string() })).max(1);
const Records = z.array(z.object({ key: z.string(), value: z.string() }));
const Settings = z.tuple([z.object({ recovering: z.boolean(), commit: z.string(), fsync: z.string() })]);

/** Any number will do, as long as all replicas take the same one. */
const CREATING_THE_TABLE = 7_219_406;

interface PostgresOptions {
  /** Accept a Postgres that may lose what it acknowledged. */
  readonly allowVolatile: boolean;
  /** The table, made when it is missing. */
  readonly space: string;
  readonly now?: () => number;
}

/** Connects to a Postgres and makes the table, or throws a sentence. */
export async function openPostgres(url: string, options: PostgresOptions): Promise<Backend> {
  const now = options.now ?? Date.now;
  const pool = new Pool({
    connectionString: url,
    application_name: 'apiclient-bot',
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 3000,
    // The server gives up before we do: what was reported as failed is then not written later.
    statement_timeout: 3500,
    query_timeout: 4000,
    // Once one query ran into its timeout, no idle connection is left that may have died of the same cause.
    idleTimeoutMillis: 4000,
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});

  const table = escapeIdentifier(options.space);
  try {
    await refuseUntrusted(pool, options.allowVolatile);
    // One message is one transaction. The lock is for replicas that start together: without it one of them
    // may find the table half-made.
    await pool.query(`
      SELECT pg_advisory_xact_lock(${CREATING_THE_TABLE});
      CREATE TABLE IF NOT EXISTS ${table} (key text COLLATE "C" PRIMARY KEY, value text NOT NULL, expires bigint);
      CREATE INDEX IF NOT EXISTS ${escapeIdentifier(`${options.space}_expires`)}
        ON ${table} (expires) WHERE expires IS NOT NULL`);
  } catch (error) {
    await pool.end();
    throw error;
  }

  const expiry = (ttlMs: number | undefined): number | null => (ttlMs === undefined ? null : now() + ttlMs);
  const changedOne = async (sql: string, values: readonly (string | number | null)[]): Promise<boolean> =>
    (await pool.query(sql, [...values])).rowCount === 1;
  const upsert = `INSERT INTO ${table} AS record (key, value, expires) VALUES ($1, $2, $3)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`;
  let closed = false;

  return {
    shared: true,

    async get(key) {
      const { rows } = await pool.query(
        `SELECT value FROM ${table} WHERE key = $1 AND (expires IS NULL OR expires > $2)`,
        [key, now()],
      );
      return Texts.parse(rows)[0]?.value;
    },

    async set(key, text, ttlMs) {
      await pool.query(upsert, [key, text, expiry(ttlMs)]);
    },

    async delete(key) {
      await pool.query(`DELETE FROM ${table} WHERE key = $1`, [key]);
    },

    putIfAbsent: (key, text, ttlMs) =>
      changedOne(`${upsert} WHERE record.expires <= $4`, [key, text, expiry(ttlMs), now()]),

    replace: (key, expected, next, ttlMs) =>
      changedOne(
        `UPDATE ${table} SET value = $3, expires = $4
         WHERE key = $1 AND value = $2 AND (expires IS NULL OR expires > $5)`,
        [key, expected, next, expiry(ttlMs), now()],
      ),

    async *scan(prefix) {
      const end = keyAfterAll(prefix);
      const below = end === undefined ? '$4::text IS NULL' : 'key < $4';
      let last = '';
      for (;;) {
        const { rows } = await pool.query(
          `SELECT key, value FROM ${table}
           WHERE key >= $1 AND key > $2 AND (expires IS NULL OR expires > $3) AND ${below}
           ORDER BY key LIMIT ${SCAN_PAGE}`,
          [prefix, last, now(), end],
        );
        const records = Records.parse(rows);
        for (const { key, value } of records) yield [key, value] as const;
        last = records.at(-1)?.key ?? '';
        if (records.length < SCAN_PAGE) return;
      }
    },

    async sweep() {
      return (await pool.query(`DELETE FROM ${table} WHERE expires <= $1`, [now()])).rowCount ?? 0;
    },

    async health() {
      await pool.query(`SELECT FROM ${table} LIMIT 1`);
    },

    async close() {
      if (closed) return;
      closed = true;
      await pool.end();
    },
  };
}

async function refuseUntrusted(pool: Pool, allowVolatile: boolean): Promise<void> {
  const { rows } = await pool.query(
    `SELECT pg_is_in_recovery() AS recovering, current_setting('synchronous_commit') AS commit,
      current_setting('fsync') AS fsync`,
  );
  const [{ recovering, commit, fsync }] = Settings.parse(rows);
  if (recovering) throw new Error('it is a read-only standby: set STORE_URL to the primary');
  if (allowVolatile) return;
  for (const [name, value] of [
    ['synchronous_commit', commit],
    ['fsync', fsync],
  ]) {
    if (value === 'off') {
      throw new Error(
        `it has ${name} = off and loses records when it crashes: set it to on, or STORE_ALLOW_VOLATILE=true to accept that`,
      );
    }
  }
}
