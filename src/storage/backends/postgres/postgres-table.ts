import { escapeIdentifier, type Pool } from 'pg';
import { z } from 'zod';

const Settings = z.tuple([z.object({ recovering: z.boolean(), commit: z.string(), fsync: z.string() })]);
const Found = z.tuple([z.object({ table: z.string().nullable(), index: z.string().nullable() })]);

/** Any number will do, as long as all replicas take the same one. */
const CREATING_THE_TABLE = 7_219_406;

/** Makes the table and its index where they are missing: where they exist, no right to create anything is needed. */
export async function prepareTable(pool: Pool, space: string): Promise<void> {
  const table = escapeIdentifier(space);
  const index = escapeIdentifier(`${space}_expires`);
  const found = await pool.query('SELECT to_regclass($1)::text AS table, to_regclass($2)::text AS index', [
    table,
    index,
  ]);
  const [standing] = Found.parse(found.rows);
  if (standing.table !== null && standing.index !== null) return;
  // One message is one transaction. The lock is for replicas that start together: without it one of them
  // may find the table half-made.
  await pool.query(`
    SELECT pg_advisory_xact_lock(${CREATING_THE_TABLE});
    CREATE TABLE IF NOT EXISTS ${table} (key text COLLATE "C" PRIMARY KEY, value text NOT NULL, expires bigint);
    CREATE INDEX IF NOT EXISTS ${index} ON ${table} (expires) WHERE expires IS NOT NULL`);
}

/** Throws a sentence for a Postgres that cannot be written or, unless that is accepted, may lose what it acknowledged. */
export async function refuseUntrusted(pool: Pool, allowVolatile: boolean): Promise<void> {
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
