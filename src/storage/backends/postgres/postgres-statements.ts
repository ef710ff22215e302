import { createHash } from 'node:crypto';
import { escapeLiteral } from 'pg';
import type { Batch } from '../backend.js';
import type { KeyRange } from '../key-order.js';

/** The server gives up before the bot does: what was reported as failed is then not written later. */
const GIVE_UP_AFTER_MS = 3500;

/** When a message came, in milliseconds of the epoch by the server's clock. */
export const NOW_MS = '(extract(epoch FROM now()) * 1000)::bigint';
/** The present moment: a batch may have waited for its locks since its message came. */
const PRESENT_MS = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

interface Page {
  readonly limit: number;
  readonly backwards: boolean;
}

/**
 * The text that commits a batch in one message, which is one transaction, without anything that a session would have to
 * keep: so it also works through PgBouncer, and needs no right but to read and write the table. Every batch first takes
 * a lock for each of its keys, absent ones included; statements see what was committed before they began, so the second
 * one sees all that earlier holders of those locks have written.
 */
export function commitText(table: string, space: string, batch: Batch): string {
  const { require = [], put = [], delete: removed = [] } = batch;
  const keys = [...require.map(({ key }) => key), ...put.map(({ key }) => key), ...removed];
  return `SET LOCAL transaction_isolation = 'read committed';
SET LOCAL statement_timeout = ${GIVE_UP_AFTER_MS};
SELECT pg_advisory_xact_lock(id) FROM unnest(ARRAY[${lockIds(space, keys).join(',')}]::bigint[]) AS id;
WITH clock AS MATERIALIZED (SELECT ${PRESENT_MS} AS ms),
  required (place, key, wanted) AS (${rows(
    require.map(({ key, text }, place) => [`${place}`, literal(key), literal(text)]),
    ['int', 'text', 'text'],
  )}),
  standing AS MATERIALIZED (
    SELECT place, wanted, value FROM required LEFT JOIN ${table} AS record
      ON record.key = required.key AND (record.expires IS NULL OR record.expires > (SELECT ms FROM clock))
  ),
  verdict AS MATERIALIZED (SELECT coalesce(bool_and(value IS NOT DISTINCT FROM wanted), true) AS holds FROM standing),
  putting (key, value, ttl) AS (${rows(
    put.map(({ key, text, ttlMs }) => [literal(key), literal(text), `${ttlMs ?? 'NULL'}`]),
    ['text', 'text', 'bigint'],
  )}),
  put AS (
    INSERT INTO ${table} (key, value, expires)
      SELECT key, value, ms + ttl FROM putting, clock, verdict WHERE holds
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
  ),
  removed AS (
    DELETE FROM ${table} USING verdict WHERE holds AND key = ANY (ARRAY[${removed.map(literal).join(',')}]::text[])
  )
SELECT holds, CASE WHEN holds THEN NULL ELSE value END AS value FROM verdict LEFT JOIN standing ON NOT holds ORDER BY place`;
}

/**
 * The text that reads a range of keys in their order. Where the server has not counted the table lately, it would read
 * and sort the whole range for one page of it.
 */
export function scanText(table: string, { from, end }: KeyRange, { limit, backwards }: Page): string {
  return `SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off;
SELECT key, value FROM ${table}
  WHERE key ${from.isIncluded ? '>=' : '>'} ${literal(from.key)} ${end === undefined ? '' : `AND key < ${literal(end)}`}
    AND (expires IS NULL OR expires > ${NOW_MS}) ORDER BY key ${backwards ? 'DESC' : 'ASC'} LIMIT ${limit}`;
}

const literal = (text: string | undefined): string => (text === undefined ? 'NULL' : escapeLiteral(text));

/** A table of these rows; of none where there are none. */
function rows(values: readonly (readonly string[])[], types: readonly string[]): string {
  if (values.length === 0) return `SELECT ${types.map((type) => `NULL::${type}`).join(', ')} WHERE false`;
  const typed = (row: readonly string[]): string =>
    `(${row.map((value, column) => `${value}::${types[column] ?? 'text'}`).join(', ')})`;
  return `VALUES ${values.map(typed).join(', ')}`;
}

/** Locks of whom all take them in the same order never wait for one another in a circle. */
function lockIds(space: string, keys: readonly string[]): readonly string[] {
  const ids = keys.map((key) => createHash('sha256').update(`${space}\0${key}`).digest().readBigInt64BE());
  return [...new Set(ids)].toSorted((one, other) => (one < other ? -1 : 1)).map(String);
}
