import { join } from 'node:path';
import { PostgresServer } from '../../test/storage/servers/postgres-server.js';
import { RedisServer } from '../../test/storage/servers/redis-server.js';

/** A store that nobody else uses, on a server of its own. */
export interface OwnStore {
  readonly kind: string;
  readonly url: string;
  close(): Promise<void>;
}

export async function openEmptyRedis(): Promise<OwnStore> {
  const server = await RedisServer.start();
  return { kind: 'Redis', url: server.url, close: () => server.remove() };
}

export async function openEmptyPostgres(): Promise<OwnStore> {
  const server = await PostgresServer.start({ shared_buffers: '256MB' });
  return { kind: 'Postgres', url: server.url, close: () => server.remove() };
}

/** Two stores of one kind, each of its own: one stays nearly empty, the other is filled. */
export interface StorePair {
  readonly kind: string;
  readonly empty: string;
  readonly full: string;
  close(): Promise<void>;
}

export async function sqlitePair(directory: string): Promise<StorePair> {
  const url = (name: string): string => `sqlite://${join(directory, `${name}.sqlite`)}`;
  return { kind: 'SQLite', empty: url('empty'), full: url('full'), close: async () => undefined };
}

export async function redisPair(): Promise<StorePair> {
  const server = await RedisServer.start();
  return { kind: 'Redis', empty: `${server.url}/0`, full: `${server.url}/1`, close: () => server.remove() };
}

export async function postgresPair(): Promise<StorePair> {
  // As a server is commonly set up: its tables do not fit into the smallest of caches.
  const [one, other] = [
    await PostgresServer.start({ shared_buffers: '256MB' }),
    await PostgresServer.start({ shared_buffers: '256MB' }),
  ];
  return {
    kind: 'Postgres',
    empty: one.url,
    full: other.url,
    close: async () => {
      await one.remove();
      await other.remove();
    },
  };
}
