import type { Backend, StoreLost } from './backend.js';
import { guarded } from './guarded-backend.js';
import { memoryBackend } from './memory-backend.js';

export interface StoreOptions {
  /** Accept a Redis or a Postgres that may lose or evict what it acknowledged. */
  readonly allowVolatile: boolean;
  /** Told once when the store cannot be trusted any more: the process has to be started again. */
  readonly lost?: (reason: StoreLost) => void;
  /** Postgres: the table; Redis: what stands before every key. */
  readonly space?: string;
}

/** Opens the store behind `STORE_URL`; what is thrown is one sentence that says how to mend it, without a password. */
export async function openBackend(url: string, options: StoreOptions): Promise<Backend> {
  try {
    return guarded(await open(url, options));
  } catch (error) {
    throw new Error(`The store ${withoutPassword(url)} cannot be opened: ${reason(error)}`, { cause: error });
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
      return (await import('./sqlite-backend.js')).openSqlite(path, lost === undefined ? {} : { lost });
    }
    case 'redis':
    case 'rediss':
      return (await import('./redis-backend.js')).openRedis(url, { allowVolatile, space });
    case 'postgres':
    case 'postgresql':
      return (await import('./postgres-backend.js')).openPostgres(url, { allowVolatile, space });
    default:
      throw new Error('STORE_URL must start with sqlite://, redis://, rediss:// or postgres://');
  }
}

function withoutPassword(url: string): string {
  if (url.startsWith('sqlite:') || url.startsWith('memory:')) return url;
  if (!URL.canParse(url)) return 'of STORE_URL';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start it, or mend STORE_URL',
  ENOTFOUND: 'its host is unknown: mend STORE_URL',
  EACCES: 'this user may not write there: change its permissions, or set STORE_URL to another place',
  ENOTDIR: 'a part of its path is not a directory: mend STORE_URL',
  EROFS: 'the disk is read-only: set STORE_URL to another place',
  SQLITE_NOTADB: 'it is not a SQLite file: set STORE_URL to another place, or restore a backup',
};

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  return REASONS[code] ?? (error.message === '' ? code : error.message);
}

const SQLITE_NOTADB = 26;

function codeOf(error: Error): string {
  // Node's own SQLite has one code for all its errors, and SQLite's beside it.
  if ('errcode' in error && error.errcode === SQLITE_NOTADB) return 'SQLITE_NOTADB';
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
