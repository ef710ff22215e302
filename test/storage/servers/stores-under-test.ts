import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { Pool } from 'pg';

export const { REDIS_URL, POSTGRES_URL } = process.env;

/** A place of its own in a store, and how to leave it as it was. */
export interface Place {
  readonly url: string;
  readonly space: string;
  clear(): Promise<void>;
}

const newSpace = (): string => `test_${randomBytes(6).toString('hex')}`;

export function memoryPlace(): Place {
  return { url: 'memory:', space: newSpace(), clear: async () => {} };
}

export function sqlitePlace(): Place & { readonly file: string } {
  const directory = mkdtempSync(join(tmpdir(), 'apiclient-store-'));
  const file = join(directory, 'made', 'store.sqlite');
  return {
    url: `sqlite://${file}`,
    file,
    space: newSpace(),
    clear: async () => rmSync(directory, { recursive: true }),
  };
}

export function redisPlace(url = REDIS_URL ?? ''): Place {
  const space = newSpace();
  return {
    url,
    space,
    async clear() {
      const client = createClient({ url });
      await client.connect();
      for await (const keys of client.scanIterator({ MATCH: `${space}:*`, COUNT: 1000 })) {
        if (keys.length > 0) await client.del(keys);
      }
      await client.close();
    },
  };
}

export function postgresPlace(url = POSTGRES_URL ?? ''): Place {
  const space = newSpace();
  return {
    url,
    space,
    async clear() {
      const pool = new Pool({ connectionString: url });
      await pool.query(`DROP TABLE IF EXISTS ${space}`);
      await pool.end();
    },
  };
}

export const places = [
  { name: 'memory', place: memoryPlace, absent: false, shared: false },
  { name: 'SQLite', place: sqlitePlace, absent: false, shared: false },
  { name: 'Redis (REDIS_URL)', place: redisPlace, absent: REDIS_URL === undefined, shared: true },
  { name: 'Postgres (POSTGRES_URL)', place: postgresPlace, absent: POSTGRES_URL === undefined, shared: true },
];

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
