import { type ClientBase, escapeIdentifier, type Pool } from 'pg';
import { z } from 'zod';
import { StoreReadOnly } from '../backend.js';

const Settings = z.tuple([z.object({ encoding: z.string(), commit: z.string(), fsync: z.string() })]);
const Mode = z.tuple([z.object({ mode: z.enum(['on', 'off']) })]);
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

/**
 * Throws where the server that a connection leads to takes no writes: it is a standby, or became one. What is read there
 * may be old.
 */
export async function refuseReadOnly(client: ClientBase): Promise<void> {
  const { rows } = await client.query(`SELECT current_setting('transaction_read_only') AS mode`);
  const [{ mode }] = Mode.parse(rows);
  if (mode === 'on')
    throw new StoreReadOnly('it is read-only, as a standby is: set STORE_URL to the primary');
}

/** Throws a sentence for a Postgres that cannot hold all text or, unless that is accepted, may lose what it acknowledged. */
export async function refuseUntrusted(pool: Pool, allowVolatile: boolean): Promise<void> {
  const { rows } = await pool.query(
    `SELECT current_setting('server_encoding') AS encoding, current_setting('synchronous_commit') AS commit,
      current_setting('fsync') AS fsync`,
  );
  const [{ encoding, commit, fsync }] = Settings.parse(rows);
  if (encoding !== 'UTF8') {
    throw new Error(
      `its database has the encoding ${encoding}, which cannot hold all names: make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, and set STORE_URL to it`,
    );
  }
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
