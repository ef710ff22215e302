import { callbackify } from 'node:util';
import { escapeIdentifier, Pool } from 'pg';
import { z } from 'zod';
import { type Backend, DONE, SCAN_PAGE, SWEPT_AT_ONCE } from '../backend.js';
import { keyRange } from '../key-order.js';
import { commitText, NOW_MS, scanText } from './postgres-statements.js';
import { withCheckedCertificate } from './postgres-address.js';
import { prepareTable, refuseReadOnly, refuseUntrusted } from './postgres-table.js';

const Texts = z.array(z.object({ value: z.string() })).max(1);
const Records = z.array(z.object({ key: z.string(), value: z.string() }));
const Verdict = z.array(z.object({ holds: z.boolean(), value: z.string().nullable() })).min(1);
const Now = z.tuple([z.object({ ms: z.coerce.number() })]);
/** What the statements of one message gave. */
const Statements = z.array(z.object({ rows: z.array(z.unknown()) }));

const LIVE = `(expires IS NULL OR expires > ${NOW_MS})`;

interface PostgresOptions {
  /** Accept a Postgres that may lose what it acknowledged. */
  readonly allowVolatile: boolean;
  /** The table, made when it is missing. */
  readonly space: string;
}

/** Connects to a Postgres and makes the table, or throws a sentence. */
export async function openPostgres(url: string, { allowVolatile, space }: PostgresOptions): Promise<Backend> {
  const pool = new Pool({
    connectionString: withCheckedCertificate(url),
    application_name: 'apiclient-bot',
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 3000,
    query_timeout: 4000,
    // Once one query ran into its timeout, no idle connection is left that may have died of the same cause.
    idleTimeoutMillis: 4000,
    // After a failover the address may lead to a standby for a while. A connection whose query failed is replaced, so that
    // the next one follows the address to the new primary.
    verify: callbackify(refuseReadOnly),
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  // The pool listens to idle connections only. When one breaks that is being checked, its query fails, and so the caller
  // learns of it; the event of the break itself needs a listener too.
  pool.on('connect', (client) => client.on('error', () => {}));

  const table = escapeIdentifier(space);
  try {
    await refuseUntrusted(pool, allowVolatile);
    await prepareTable(pool, space);
  } catch (error) {
    await pool.end();
    throw error;
  }
  let closed = false;

  return {
    shared: true,

    async get(key) {
      const { rows } = await pool.query(`SELECT value FROM ${table} WHERE key = $1 AND ${LIVE}`, [key]);
      return Texts.parse(rows)[0]?.value;
    },

    async getAll(keys) {
      if (keys.length === 0) return [];
      const { rows } = await pool.query(
        `SELECT key, value FROM ${table} WHERE key = ANY ($1::text[]) AND ${LIVE}`,
        [[...keys]],
      );
      const found = new Map(Records.parse(rows).map(({ key, value }) => [key, value]));
      return keys.map((key) => found.get(key));
    },

    async scan(prefix, range = {}) {
      const { limit = SCAN_PAGE, backwards = false } = range;
      const message = scanText(table, keyRange(prefix, range), { limit, backwards });
      const rows = Statements.parse(await pool.query(message)).at(-1)?.rows;
      return Records.parse(rows).map(({ key, value }) => [key, value] as const);
    },

    async commit(batch) {
      const statements = Statements.parse(await pool.query(commitText(table, space, batch)));
      const rows = Verdict.parse(statements.at(-1)?.rows);
      if (rows[0]?.holds === true) return DONE;
      return { kind: 'refused', standing: rows.map(({ value }) => value ?? undefined) };
    },

    async now() {
      const [{ ms }] = Now.parse((await pool.query(`SELECT ${NOW_MS} AS ms`)).rows);
      return ms;
    },

    async sweep() {
      const { rowCount } = await pool.query(
        `DELETE FROM ${table} WHERE key IN (
           SELECT key FROM ${table} WHERE expires <= ${NOW_MS} LIMIT ${SWEPT_AT_ONCE} FOR UPDATE SKIP LOCKED
         ) AND expires <= ${NOW_MS}`,
      );
      return rowCount ?? 0;
    },

    // The keys are always in order here.
    indexKeys: async () => {},

    async health() {
      const client = await pool.connect();
      try {
        await refuseReadOnly(client);
        await client.query(`SELECT FROM ${table} LIMIT 1`);
      } catch (error) {
        client.release(true);
        throw error;
      }
      client.release();
    },

    async close() {
      if (closed) return;
      closed = true;
      await pool.end();
    },
  };
}
