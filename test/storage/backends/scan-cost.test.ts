import { createClient } from '@redis/client';
import { Pool } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { scanSql } from '../../../src/storage/backends/sqlite/sqlite-backend.js';
import { openDatabase } from '../../../src/storage/backends/sqlite/sqlite-driver.js';
import { RedisServer } from '../servers/redis-server.js';
import { POSTGRES_URL, postgresPlace, REDIS_URL, sqlitePlace } from '../servers/stores-under-test.js';

const OTHERS = 20_000;
const LIMIT = 10;

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** Thirty records among many others, before and behind them. */
async function fill(backend: Backend, ttlMs?: number): Promise<void> {
  const key = (kind: string, index: number): string => `client:T${kind}:${String(index).padStart(6, '0')}`;
  for (let first = 0; first < OTHERS; first += 500) {
    const kind = first < OTHERS / 2 ? '1' : '3';
    await backend.commit({
      put: Array.from({ length: 500 }, (_, index) => ({
        key: key(kind, first + index),
        text: 'other',
        ttlMs,
      })),
    });
  }
  await backend.commit({
    put: Array.from({ length: 30 }, (_, index) => ({ key: key('2', index), text: 'mine', ttlMs })),
  });
}

/** Every way to scan for ten of the thirty. */
async function scanInEachWay(backend: Backend): Promise<number> {
  const ways = [
    {},
    { after: 'client:T2:000004' },
    { backwards: true },
    { backwards: true, after: 'client:T2:000020' },
  ];
  for (const way of ways) {
    const found = await backend.scan('client:T2:', { ...way, limit: LIMIT });
    expect(found.map(([, text]) => text)).toEqual(Array.from({ length: LIMIT }, () => 'mine'));
  }
  return ways.length;
}

describe('a scan among very many other records costs what it yields', () => {
  test('in memory: it looks at no other record', async () => {
    let looks = 0;
    const backend = memoryBackend(() => {
      looks += 1;
      return 0;
    });
    await fill(backend, 1_000);
    looks = 0;
    const scans = await scanInEachWay(backend);
    expect(looks).toBe(scans * LIMIT);
  });

  test.each(['ASC', 'DESC'] as const)('in SQLite: it reads a range of the index, %s', async (order) => {
    const place = sqlitePlace();
    undo.push(() => place.clear());
    const backend = await openBackend(place.url, { allowVolatile: false });
    await backend.close();
    const database = await openDatabase(place.file);
    const Plan = z.array(z.object({ detail: z.string() }));
    for (const from of ['>=', '>'] as const) {
      const plan = Plan.parse(
        database.prepare(`EXPLAIN QUERY PLAN ${scanSql(from, order)}`).all('a', 'b', 0, LIMIT),
      );
      expect(plan.map(({ detail }) => detail)).toEqual([
        'SEARCH record USING INDEX sqlite_autoindex_record_1 (key>? AND key<?)',
      ]);
    }
    database.close();
  });

  test.skipIf(REDIS_URL === undefined)(
    'in Redis: one script, one range and its texts (REDIS_URL)',
    async () => {
      const server = await RedisServer.start('--appendonly', 'yes');
      undo.push(() => server.remove());
      const backend = await openBackend(server.url, { allowVolatile: false });
      undo.push(() => backend.close());
      await fill(backend);
      await backend.scan('client:T2:', { limit: 1 });
      const admin = createClient({ url: server.url });
      await admin.connect();
      undo.push(() => admin.close());
      await admin.configResetStat();
      const scans = await scanInEachWay(backend);
      const lines = (await admin.info('commandstats')).matchAll(/^cmdstat_([a-z|]+):calls=(\d+)/gm);
      const calls = new Map([...lines].map(([, command = '', count]) => [command, Number(count)]));
      expect([calls.get('evalsha'), calls.get('zrange'), calls.get('get')]).toEqual([
        scans,
        scans,
        scans * LIMIT,
      ]);
      // What it asks of the server itself, and what the bot asks by the clock.
      const besides = new Set(['evalsha', 'zrange', 'get', 'time', 'ping', 'info', 'config|resetstat']);
      expect([...calls.keys()].filter((command) => !besides.has(command))).toEqual([]);
    },
  );

  test.skipIf(POSTGRES_URL === undefined)('in Postgres: it fetches no other row (POSTGRES_URL)', async () => {
    const place = postgresPlace();
    undo.push(() => place.clear());
    const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
    await fill(backend);
    await backend.close();
    const pool = new Pool({ connectionString: place.url });
    undo.push(() => pool.end());
    const Rows = z.tuple([
      z.object({ scans: z.coerce.number(), fetched: z.coerce.number(), sequential: z.coerce.number() }),
    ]);
    const read = async () => {
      const { rows } = await pool.query(
        'SELECT idx_scan AS scans, idx_tup_fetch AS fetched, seq_tup_read AS sequential FROM pg_stat_user_tables WHERE relname = $1',
        [place.space],
      );
      return Rows.parse(rows)[0];
    };
    // A connection tells what it did when it ends, at the latest.
    const settled = async (atLeast: number) => {
      await expect
        .poll(async () => (await read()).scans, { timeout: 20_000 })
        .toBeGreaterThanOrEqual(atLeast);
      return read();
    };
    const before = await settled(OTHERS);
    const reading = await openBackend(place.url, { allowVolatile: true, space: place.space });
    const scans = await scanInEachWay(reading);
    await reading.close();
    const after = await settled(before.scans + scans);
    expect(after.fetched - before.fetched).toBeLessThanOrEqual(scans * (LIMIT + 1));
    expect(after.sequential).toBe(before.sequential);
  });
});
