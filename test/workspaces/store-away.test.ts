import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { clientNamed, readiness, type Running, start } from '../harness.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { BreakableLink } from '../storage/servers/breakable-link.js';
import { RedisServer } from '../storage/servers/redis-server.js';
import { POSTGRES_URL, postgresPlace, REDIS_URL } from '../storage/servers/stores-under-test.js';
import { onPostgres } from '../crash/stores.js';
import { putText } from '../storage/backends/texts.js';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

interface AwayStore {
  readonly url: string;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

async function redis(): Promise<AwayStore> {
  const server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  undo.push(() => server.remove());
  return { url: server.url, goAway: () => server.kill(), comeBack: () => server.start() };
}

/** The shared server is not ours to restart: its link is cut instead. */
async function linked(given: string): Promise<AwayStore> {
  const url = new URL(given);
  const link = await BreakableLink.to(url.hostname, Number(url.port || 5432));
  undo.push(() => link.remove());
  url.hostname = '127.0.0.1';
  url.port = `${link.port}`;
  return { url: url.href, goAway: async () => link.cut(), comeBack: async () => link.mend() };
}

async function postgres(): Promise<AwayStore> {
  const kind = await onPostgres.open();
  undo.push(() => kind.remove());
  return linked(await kind.fresh());
}

const stores = [
  { name: 'Redis (REDIS_URL)', open: redis, absent: REDIS_URL === undefined },
  { name: 'Postgres (POSTGRES_URL)', open: postgres, absent: POSTGRES_URL === undefined },
];

async function readyIs(running: Running, status: number): Promise<void> {
  while ((await readiness(running)) !== status) await sleep(50);
}

describe.each(stores)('a bot whose $name', ({ open, absent }) => {
  test.skipIf(absent)(
    'is away answers with a sentence, says 503, and goes on by itself',
    async () => {
      const store = await open();
      const running = await start({ environment: { STORE_URL: store.url } });
      undo.push(() => running.stop());
      const aiko = running.slack.as('aiko');
      await aiko.command('/apiclient create before --user billing --purpose x');
      await aiko.seesMessage('API client created');
      await store.goAway();
      await readyIs(running, 503);
      await aiko.command('/apiclient create never --user billing --purpose x');
      await aiko.seesMessage('can’t reach its storage right now');
      await store.comeBack();
      await readyIs(running, 200);
      await aiko.command(`/apiclient show ${clientNamed(running.api, 'before').id}`);
      await aiko.seesMessage('Purpose: x');
      await aiko.command('/apiclient create after --user billing --purpose x');
      await aiko.sees(
        ({ messages }) =>
          messages.filter(({ content }) => content.includes('API client created')).length === 2,
      );
      expect(running.api.clients().filter(({ name }) => name === 'never')).toEqual([]);
      expect(running.slack.violations()).toEqual([]);
    },
    40_000,
  );
});

describe.each([
  { name: 'Redis (REDIS_URL)', open: redis, absent: REDIS_URL === undefined },
  {
    name: 'Postgres (POSTGRES_URL)',
    open: async () => {
      const place = postgresPlace();
      undo.push(() => place.clear());
      return { ...(await linked(place.url)), space: place.space };
    },
    absent: POSTGRES_URL === undefined,
  },
])('$name', ({ open, absent }) => {
  test.skipIf(absent)(
    'that restarts under load loses nothing that it acknowledged',
    async () => {
      const store = await open();
      const options = { allowVolatile: false, ...('space' in store && { space: String(store.space) }) };
      const backend = await openBackend(store.url, options);
      undo.push(() => backend.close());
      const acknowledged: string[] = [];
      const stop = new AbortController();
      const write = async (writer: number): Promise<void> => {
        for (let index = 0; !stop.signal.aborted; index += 1) {
          const key = `load:${writer}:${index}`;
          try {
            await putText(backend, key, key);
            acknowledged.push(key);
          } catch {
            // Not acknowledged: nobody was told that it is there.
            await sleep(5);
          }
        }
      };
      const writers = Array.from({ length: 8 }, (_, writer) => write(writer));
      for (let restart = 0; restart < 3; restart += 1) {
        const before = acknowledged.length;
        while (acknowledged.length < before + 200) await sleep(5);
        await store.goAway();
        await sleep(100);
        await store.comeBack();
      }
      const before = acknowledged.length;
      while (acknowledged.length < before + 200) await sleep(5);
      stop.abort();
      await Promise.all(writers);
      const lost: string[] = [];
      for (const key of acknowledged) if ((await backend.get(key)) !== key) lost.push(key);
      expect(lost).toEqual([]);
    },
    60_000,
  );
});
