import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { RedisServer } from '../storage/servers/redis-server.js';
import { POSTGRES_URL, REDIS_URL } from '../storage/servers/stores-under-test.js';

/** A kind of store, of which every call of `fresh` gives an empty one. */
export interface StoreKind {
  fresh(): Promise<string>;
  remove(): Promise<void>;
}

function sqlite(): StoreKind {
  const directory = mkdtempSync(join(tmpdir(), 'apiclient-crash-'));
  let made = 0;
  return {
    fresh: async () => `sqlite://${join(directory, `${(made += 1)}.sqlite`)}`,
    remove: async () => rmSync(directory, { recursive: true }),
  };
}

/** A server of our own: its databases are ours to fill. */
async function redis(): Promise<StoreKind> {
  const server = await RedisServer.start('--appendonly', 'yes', '--databases', '64');
  let made = -1;
  return { fresh: async () => `${server.url}/${(made += 1)}`, remove: () => server.remove() };
}

function postgres(): StoreKind {
  const pool = new Pool({ connectionString: POSTGRES_URL });
  const made: string[] = [];
  return {
    async fresh() {
      const name = `crash_${randomBytes(6).toString('hex')}`;
      await pool.query(`CREATE DATABASE ${name}`);
      made.push(name);
      const url = new URL(POSTGRES_URL ?? '');
      url.pathname = name;
      return url.href;
    },
    async remove() {
      for (const name of made) await pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await pool.end();
    },
  };
}

/** Whether each and every point is to be tried: it takes minutes. */
export const all = process.env['CRASH_POINTS'] === 'all';

export interface StoreUnderCrash {
  readonly name: string;
  readonly open: () => Promise<StoreKind>;
  readonly absent: boolean;
  /** Whether several processes can use it at once. */
  readonly shared: boolean;
  /** One in this many fault points is tried; all of them with `CRASH_POINTS=all`. */
  readonly every: number;
}

export const onSqlite: StoreUnderCrash = {
  name: 'SQLite',
  open: async () => sqlite(),
  absent: false,
  shared: false,
  every: 4,
};

export const onRedis: StoreUnderCrash = {
  name: 'Redis (REDIS_URL)',
  open: redis,
  absent: REDIS_URL === undefined,
  shared: true,
  every: 16,
};

export const onPostgres: StoreUnderCrash = {
  name: 'Postgres (POSTGRES_URL)',
  open: async () => postgres(),
  absent: POSTGRES_URL === undefined,
  shared: true,
  every: 16,
};

export const storeKinds: readonly StoreUnderCrash[] = [onSqlite, onRedis, onPostgres];
