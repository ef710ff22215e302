import { createClient } from '@redis/client';
import { type Backend, SCAN_PAGE } from './backend.js';
import { within } from '../../core/async/within.js';
import { byCodePoint } from './key-order.js';

const REPLACE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1`;

const CONNECT_WITHIN_MS = 4000;

interface RedisOptions {
  /** Accept a Redis that may lose or evict what it acknowledged. */
  readonly allowVolatile: boolean;
  /** Stands before every key, for a Redis that serves others, too. */
  readonly space: string;
}

/** Connects to a Redis, or throws a sentence; refuses one that cannot be trusted with records. */
export async function openRedis(url: string, { allowVolatile, space }: RedisOptions): Promise<Backend> {
  let opened = false;
  const client = createClient({
    url,
    // Otherwise writes that were reported as failed wait in memory and land later.
    disableOfflineQueue: true,
    // A peer that hangs is noticed by unanswered pings, and then the connection is made anew.
    pingInterval: 2000,
    socket: {
      connectTimeout: CONNECT_WITHIN_MS,
      socketTimeout: 6000,
      // At start, a Redis that is not there is an answer; later on, it is waited for.
      reconnectStrategy: (retries) => opened && Math.min(50 * 2 ** retries, 1000) + Math.random() * 100,
    },
  });
  // Every lost connection shows in the operations that it fails; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await within(CONNECT_WITHIN_MS, client.connect());
    await refuseUntrusted(() => client.info(), allowVolatile);
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw error;
  }
  opened = true;

  const at = (key: string): string => `${space}:${key}`;

  return {
    shared: true,

    get: async (key) => (await client.get(at(key))) ?? undefined,

    async set(key, text, ttlMs) {
      await client.set(at(key), text, lifetime(ttlMs));
    },

    async delete(key) {
      await client.del(at(key));
    },

    async putIfAbsent(key, text, ttlMs) {
      return (await client.set(at(key), text, { condition: 'NX', ...lifetime(ttlMs) })) === 'OK';
    },

    async replace(key, expected, next, ttlMs) {
      const parts = { keys: [at(key)], arguments: [expected, next, ttlMs?.toString() ?? ''] };
      return (await client.eval(REPLACE, parts)) === 1;
    },

    async *scan(prefix) {
      const start = at(prefix);
      const found = new Set<string>();
      for await (const keys of client.scanIterator({ MATCH: `${literally(start)}*`, COUNT: 1000 })) {
        for (const key of keys) found.add(key);
      }
      const keys = [...found].sort(byCodePoint);
      for (let first = 0; first < keys.length; first += SCAN_PAGE) {
        const page = keys.slice(first, first + SCAN_PAGE);
        const texts = await client.mGet(page);
        for (const [index, key] of page.entries()) {
          const text = texts[index];
          if (typeof text === 'string') yield [key.slice(at('').length), text] as const;
        }
      }
    },

    // Redis removes what has expired by itself.
    sweep: async () => 0,

    async health() {
      await client.ping();
    },

    async close() {
      if (client.isReady) await client.close();
      else if (client.isOpen) client.destroy();
    },
  };
}

const lifetime = (ttlMs: number | undefined) =>
  ttlMs === undefined ? {} : { expiration: { type: 'PX' as const, value: ttlMs } };

/** Escapes what SCAN would take for a pattern. */
const literally = (text: string): string => text.replaceAll(/[\\*?[\]^-]/g, '\\$&');

async function refuseUntrusted(info: () => Promise<string>, allowVolatile: boolean): Promise<void> {
  const facts = new Map(
    (await within(CONNECT_WITHIN_MS, info())).split('\r\n').map((line) => {
      const [name = '', value = ''] = line.split(':', 2);
      return [name, value];
    }),
  );
  if (facts.get('role') !== 'master') {
    throw new Error(`it is a ${facts.get('role')}: set STORE_URL to the master`);
  }
  if (allowVolatile) return;
  if (facts.get('aof_enabled') !== '1') {
    throw new Error(
      'it has appendonly no and loses records when it restarts: set appendonly yes, or STORE_ALLOW_VOLATILE=true to accept that',
    );
  }
  const policy = facts.get('maxmemory_policy');
  if (policy !== 'noeviction') {
    throw new Error(
      `it has maxmemory-policy ${policy} and may evict records: set noeviction, or STORE_ALLOW_VOLATILE=true to accept that`,
    );
  }
}
