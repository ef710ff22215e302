import type { Backend, StoreLost } from './backend.js';
import { guarded } from './guarded-backend.js';
import { memoryBackend } from './memory-backend.js';
import { saying, withoutPassword } from './store-failure.js';

export interface StoreOptions {
  /** Accept a Redis or a Postgres that may lose or evict what it acknowledged. */
  readonly allowVolatile: boolean;
  /** Told once when the store cannot be trusted any more: the process has to be started again. */
  readonly lost?: (reason: StoreLost) => void;
  /** Postgres: the table; Redis: what stands before every key. */
  readonly space?: string;
}

/** Opens the store behind `STORE_URL`; what is thrown is one sentence that says how to correct it, without a password: `Away`
 * where the store may be back later. */
export async function openBackend(url: string, options: StoreOptions): Promise<Backend> {
  try {
    return guarded(await open(url, options));
  } catch (error) {
    throw saying(`The store ${withoutPassword(url)} cannot be opened`, error);
  }
}

/** Drivers are loaded only where they are used: they take longer to load than SQLite takes to open. */
async function open(
  url: string,
  { allowVolatile, lost, space = 'apiclient_bot' }: StoreOptions,
): Promise<Backend> {
  const [scheme = ''] = url.split(':', 1);
  switch (scheme) {
    case 'memory':
      return memoryBackend();
    case 'sqlite': {
      const path = url.slice('sqlite://'.length);
      if (path === '') throw new Error('it names no file, as sqlite://./data/apiclient.sqlite does');
      return (await import('./sqlite/sqlite-backend.js')).openSqlite(
        path,
        lost === undefined ? {} : { lost },
      );
    }
    case 'redis':
    case 'rediss':
      return (await import('./redis/redis-backend.js')).openRedis(url, { allowVolatile, space });
    case 'postgres':
    case 'postgresql':
      return (await import('./postgres/postgres-backend.js')).openPostgres(url, { allowVolatile, space });
    default:
      throw new Error('STORE_URL must start with sqlite://, redis://, rediss:// or postgres://');
  }
}
