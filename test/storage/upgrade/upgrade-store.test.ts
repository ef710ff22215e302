import { once } from 'node:events';
import { createClient } from '@redis/client';
import { afterEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { STORE_VERSION, versionOf } from '../../../src/storage/backends/store-version.js';
import type { Migration } from '../../../src/storage/upgrade/migration.js';
import { upgradeStore } from '../../../src/storage/upgrade/upgrade-store.js';
import { start } from '../../harness.js';
import { putText, textsUnder } from '../backends/texts.js';
import { restoreRedis, restoreSqlite } from '../fixtures/restore.js';
import { startChild } from '../programs/child-process.js';
import { freePort } from '../../../sandbox/free-port.js';
import { RedisServer } from '../servers/redis-server.js';
import { REDIS_URL, sqlitePlace } from '../servers/stores-under-test.js';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const FORMER = STORE_VERSION - 1;
const DOING = `the store is brought up from version ${FORMER} to ${STORE_VERSION}`;

async function ofFormerVersion(): Promise<Backend> {
  const backend = memoryBackend();
  await putText(backend, 'store-version', `${FORMER}`);
  return backend;
}

/** A step that goes on when it is told to. */
function heldUp() {
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const step = { runs: 0, goOn: () => goOn(), gate };
  const steps: readonly Migration[] = [
    {
      to: STORE_VERSION,
      async run() {
        step.runs += 1;
        await gate;
      },
    },
  ];
  return { step, steps };
}

describe('a store of an older version', () => {
  test('is brought up by one replica while the others wait and say so', async () => {
    const backend = await ofFormerVersion();
    const { step, steps } = heldUp();
    const said: string[] = [];
    const replicas = [1, 2, 3].map(() => upgradeStore(backend, { steps, say: (one) => said.push(one) }));
    await expect
      .poll(() => new Set(said))
      .toEqual(
        new Set([
          DOING,
          `another replica brings the store up from version ${FORMER} to ${STORE_VERSION}: this one waits`,
        ]),
      );
    step.goOn();
    await Promise.all(replicas);
    expect([step.runs, await versionOf(backend)]).toEqual([1, STORE_VERSION]);
  });

  test('stays of its version when a step fails, and is brought up at the next start', async () => {
    const backend = await ofFormerVersion();
    const failing: Migration = {
      to: STORE_VERSION,
      run: () => Promise.reject(new Error('the store went away')),
    };
    const say = (): void => undefined;
    await expect(upgradeStore(backend, { steps: [failing], say })).rejects.toThrow('the store went away');
    expect(await versionOf(backend)).toBe(FORMER);
    await upgradeStore(backend, { say });
    expect(await versionOf(backend)).toBe(STORE_VERSION);
  });

  test('tells how far it is, now and then', async () => {
    const said: string[] = [];
    const counting: Migration = {
      to: STORE_VERSION,
      async run(_, progress) {
        for (let records = 500; records <= 25_000; records += 500) progress(records);
      },
    };
    await upgradeStore(await ofFormerVersion(), { steps: [counting], say: (one) => said.push(one) });
    expect(said).toEqual([DOING, `${DOING}: 10000 records so far`, `${DOING}: 20000 records so far`]);
  });

  test('keeps its bot unready, and /readyz says why, until it is brought up', async () => {
    const place = sqlitePlace();
    undo.push(() => place.clear());
    await restoreSqlite('v1', place.file);
    const { step } = heldUp();
    const port = await freePort();
    const starting = start({
      environment: { STORE_URL: place.url, PORT: `${port}` },
      runtime: { wrapBackend: (backend) => ({ ...backend, indexKeys: () => step.gate }) },
    });
    const ask = async (path: string): Promise<[number, string]> => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      return [answer.status, await answer.text()];
    };
    await expect
      .poll(() => ask('/readyz').catch(() => undefined), { timeout: 10_000 })
      .toEqual([503, 'the store is brought up from version 1 to 2\n']);
    expect(await ask('/healthz')).toEqual([200, 'ok\n']);
    step.goOn();
    const running = await starting;
    undo.push(() => running.stop());
    expect(await ask('/readyz')).toEqual([200, 'ready\n']);
  });
});

describe.skipIf(REDIS_URL === undefined)('a Redis of version 1 (REDIS_URL)', () => {
  test('has all its keys in order, whichever process is killed while they are put there', {
    timeout: 60_000,
  }, async () => {
    const server = await RedisServer.start('--appendonly', 'yes');
    undo.push(() => server.remove());
    await restoreRedis('v1', server.url);
    const admin = createClient({ url: server.url });
    await admin.connect();
    undo.push(() => admin.close());
    for (let first = 0; first < 30_000; first += 1_000) {
      const filler = Array.from({ length: 1_000 }, (_, index): [string, string] => [
        `apiclient_bot:filler:${first + index}`,
        '{}',
      ]);
      await admin.mSet(filler);
    }
    const keys = (await admin.keys('apiclient_bot:*')).map((key) => key.slice('apiclient_bot:'.length));

    const killed = startChild('./upgrader.ts', server.url);
    undo.push(() => killed.kill());
    expect(await killed.nextLine()).toBe('the store is brought up from version 1 to 2');
    await killed.kill();
    const others = [1, 2].map(() => startChild('./upgrader.ts', server.url));
    for (const other of others) undo.push(() => other.kill());
    // The lease of the one that was killed is over by the server's clock.
    await admin.del('apiclient_bot:lease:store-upgrade');
    await Promise.all(others.map(({ process }) => once(process, 'exit')));
    const backend = await openBackend(server.url, { allowVolatile: false });
    undo.push(() => backend.close());
    expect(await versionOf(backend)).toBe(STORE_VERSION);
    const found = new Set((await textsUnder(backend, '')).map(([key]) => key));
    // What stood in one record of rules stands in several since version 4.
    const gone = keys.filter((key) => !found.has(key) && !key.startsWith('lease:'));
    expect(gone.filter((key) => !/^rules:.*:current$/.test(key))).toEqual([]);
  });
});
