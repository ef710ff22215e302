import { createClient } from '@redis/client';
import { z } from 'zod';
import { within } from '../../../core/async/within.js';
import { type Backend, DONE, SCAN_PAGE, type StoredRecord, SWEPT_AT_ONCE } from '../backend.js';
import { keyRange } from '../key-order.js';
import { MasterConnection } from './master-connection.js';
import { refuseWithoutPermission } from './redis-permissions.js';
import { COMMIT, INDEX, type RedisScript, SCAN, SWEEP } from './redis-scripts.js';
import { CONNECT_WITHIN_MS, refuseUnfit } from './redis-fitness.js';

const Count = z.number();
const Outcome = z.union([
  z.tuple([z.literal(1)]).transform(() => DONE),
  z.tuple([z.literal(0), z.array(z.string().nullable())]).transform(([, texts]) => ({
    kind: 'refused' as const,
    standing: texts.map((text) => text ?? undefined),
  })),
]);
const Page = z.tuple([z.string(), z.array(z.string()), z.array(z.string())]);

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
    // A peer that hangs is noticed by unanswered pings, and then the connection is replaced.
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
    await refuseWithoutPermission((command) => client.sendCommand(command), space);
    await refuseUnfit(() => client.info(), allowVolatile);
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw error;
  }
  opened = true;
  const master = new MasterConnection(client);

  const before = `${space}:`;
  const at = (key: string): string => before + key;
  // No key of a record begins with a colon.
  const sortedSets = [at(':keys'), at(':ends')];

  const run = async (script: RedisScript, given: readonly string[]): Promise<unknown> => {
    const parts = { keys: sortedSets, arguments: [before, ...given] };
    return master.do(async () => {
      try {
        return await client.evalSha(script.sha, parts);
      } catch (error) {
        // A restarted Redis knows no scripts.
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return client.eval(script.text, parts);
      }
    });
  };

  return {
    shared: true,

    get: async (key) => (await master.do(() => client.get(at(key)))) ?? undefined,

    async getAll(keys) {
      if (keys.length === 0) return [];
      const texts = await master.do(() => client.mGet(keys.map(at)));
      return texts.map((text) => text ?? undefined);
    },

    async scan(prefix, { after, limit = SCAN_PAGE, backwards = false } = {}) {
      const records: StoredRecord[] = [];
      let last = after;
      while (records.length < limit) {
        const { from, end } = keyRange(prefix, { after: last, backwards });
        const low = `${from.isIncluded ? '[' : '('}${from.key}`;
        const high = end === undefined ? '+' : `(${end}`;
        const direction = backwards ? 'backwards' : 'forwards';
        const page = await run(SCAN, [low, high, `${limit - records.length}`, direction]);
        const [next, keys, texts] = Page.parse(page);
        for (const [index, key] of keys.entries()) records.push([key, texts[index] ?? '']);
        if (next === '') break;
        last = next;
      }
      return records;
    },

    async commit({ require = [], put = [], delete: removed = [] }) {
      const given = [
        ...[require, put, removed].map(({ length }) => `${length}`),
        ...require.flatMap(({ key, text }) => [key, text === undefined ? 'absent' : 'text', text ?? '']),
        ...put.flatMap(({ key, text, ttlMs }) => [key, text, ttlMs === undefined ? '' : `${ttlMs}`]),
        ...removed,
      ];
      return Outcome.parse(await run(COMMIT, given));
    },

    now: async () => {
      const [seconds, microseconds] = z
        .tuple([z.coerce.number(), z.coerce.number()])
        .parse(await master.do(() => client.sendCommand(['TIME'])));
      return seconds * 1000 + Math.floor(microseconds / 1000);
    },

    // Redis removes what has expired by itself; what is left are its entries in the sorted sets.
    sweep: async () => Count.parse(await run(SWEEP, [`${SWEPT_AT_ONCE}`])),

    async indexKeys(progress) {
      let seen = 0;
      const pages = client.scanIterator({ MATCH: `${literally(before)}*`, COUNT: SCAN_PAGE, TYPE: 'string' });
      for await (const keys of pages) {
        if (keys.length > 0)
          await run(
            INDEX,
            keys.map((key) => key.slice(before.length)),
          );
        seen += keys.length;
        progress(seen);
      }
    },

    async health() {
      await master.refuseReplica();
    },

    async close() {
      master.close();
      if (client.isReady) await client.close();
      else if (client.isOpen) client.destroy();
    },
  };
}

/** Escapes what SCAN would take for a pattern. */
const literally = (text: string): string => text.replaceAll(/[\\*?[\]^-]/g, '\\$&');
