import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Problem } from '../../../src/core/problem.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { BreakableLink } from '../servers/breakable-link.js';
import { freePort } from '../../../sandbox/free-port.js';
import { PostgresServer } from '../servers/postgres-server.js';
import { RedisServer } from '../servers/redis-server.js';
import { collect, POSTGRES_URL, postgresPlace, REDIS_URL } from '../servers/stores-under-test.js';
import { claimText, putText, textsUnder } from './texts.js';

const durable = { allowVolatile: false };
const HANG_IS_NOTICED_WITHIN_MS = 5500;

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function expectEverythingUnavailable(backend: Backend, withinMs: number): Promise<void> {
  const store = createStore({ backend, schema: z.string() });
  const startedAt = performance.now();
  const operations = [
    store.get('a'),
    store.put('a', 'new'),
    store.delete('a'),
    store.putIfAbsent('a', 'new'),
    store.replace('a', 'old', 'new'),
    collect(store.scan('')),
    backend.health(),
  ];
  const outcomes = await Promise.allSettled(operations);
  expect(performance.now() - startedAt).toBeLessThan(withinMs);
  for (const outcome of outcomes) {
    const failure: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ facts: { kind: 'store-unavailable' }, cause: expect.any(Error) });
  }
}

async function expectRecovery(backend: Backend): Promise<void> {
  const store = createStore({ backend, schema: z.string() });
  const giveUpAt = performance.now() + 10_000;
  for (;;) {
    try {
      await backend.health();
      break;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await sleep(50);
    }
  }
  await store.put('after', 'the outage');
  expect(await store.get('after')).toBe('the outage');
}

describe.skipIf(REDIS_URL === undefined)('Redis (REDIS_URL)', () => {
  const newServer = async (...settings: readonly string[]): Promise<RedisServer> => {
    const server = await RedisServer.start(...settings);
    undo.push(() => server.remove());
    return server;
  };
  const open = async (url: string): Promise<Backend> => {
    const backend = await openBackend(url, durable);
    undo.push(() => backend.close());
    return backend;
  };

  it('that went away is a problem at once; back again, it is used again', { timeout: 20_000 }, async () => {
    const server = await newServer('--appendonly', 'yes');
    const backend = await open(server.url);
    await createStore({ backend, schema: z.string() }).put('kept', 'yes');
    await server.kill();
    await expectEverythingUnavailable(backend, 1000);
    await server.start();
    await expectRecovery(backend);
    expect(await backend.get('a')).toBeUndefined();
    expect(await createStore({ backend, schema: z.string() }).get('kept')).toBe('yes');
  });

  it('that hangs is a problem within the deadline', { timeout: 30_000 }, async () => {
    const server = await newServer('--appendonly', 'yes');
    const backend = await open(server.url);
    server.hang();
    await expectEverythingUnavailable(backend, HANG_IS_NOTICED_WITHIN_MS);
    server.goOn();
    await expectRecovery(backend);
  });

  it('that refuses writes is a problem, not a success', async () => {
    const server = await newServer('--appendonly', 'yes', '--min-replicas-to-write', '1');
    const backend = await open(server.url);
    await expect(putText(backend, 'key', 'text')).rejects.toMatchObject({
      facts: { kind: 'store-unavailable' },
    });
    await expect(claimText(backend, 'key', 'text')).rejects.toThrow(Problem);
  });

  it('is refused at start when it may lose or evict records, unless that is accepted', async () => {
    const forgetful = await newServer('--appendonly', 'no');
    await expect(openBackend(forgetful.url, durable)).rejects.toThrow(
      `The store ${forgetful.url} cannot be opened: it has appendonly no and loses records when it restarts: set appendonly yes, or STORE_ALLOW_VOLATILE=true to accept that`,
    );
    const evicting = await newServer('--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru');
    await expect(openBackend(evicting.url, durable)).rejects.toThrow('maxmemory-policy allkeys-lru');
    for (const { url } of [forgetful, evicting]) {
      const backend = await openBackend(url, { allowVolatile: true });
      await backend.health();
      await backend.close();
    }
  });

  it('is refused at start in cluster mode, whatever is accepted', async () => {
    const cluster = await newServer('--appendonly', 'yes', '--cluster-enabled', 'yes');
    await expect(openBackend(cluster.url, { allowVolatile: true })).rejects.toThrow(
      'it is part of a Redis Cluster, where what belongs together cannot be written together',
    );
  });

  it('is refused at start when it is a replica, whatever is accepted', async () => {
    const replica = await newServer('--appendonly', 'yes', '--replicaof', '127.0.0.1', `${await freePort()}`);
    await expect(openBackend(replica.url, { allowVolatile: true })).rejects.toThrow('it is a slave');
  });

  it('that is not there, or hangs, ends the start with a sentence that holds no password', async () => {
    const port = await freePort();
    await expect(openBackend(`redis://bot:hunter2@127.0.0.1:${port}/0`, durable)).rejects.toThrow(
      `The store redis://127.0.0.1:${port}/0 cannot be opened: nothing listens there: start it, or correct STORE_URL`,
    );
    const server = await newServer('--appendonly', 'yes');
    server.hang();
    const startedAt = performance.now();
    await expect(openBackend(server.url, durable)).rejects.toThrow('cannot be opened');
    expect(performance.now() - startedAt).toBeLessThan(HANG_IS_NOTICED_WITHIN_MS);
  }, 20_000);
});

describe.skipIf(POSTGRES_URL === undefined)('Postgres (POSTGRES_URL)', () => {
  const openOverLink = async (): Promise<{ readonly link: BreakableLink; readonly backend: Backend }> => {
    const server = new URL(POSTGRES_URL ?? '');
    const link = await BreakableLink.to(server.hostname, Number(server.port || 5432));
    undo.push(() => link.remove());
    server.hostname = '127.0.0.1';
    server.port = `${link.port}`;
    const place = postgresPlace(server.href);
    undo.push(() => place.clear());
    const backend = await openBackend(place.url, { ...durable, space: place.space });
    undo.push(() => backend.close());
    return { link, backend };
  };

  it('that went away is a problem at once; back again, it is used again', { timeout: 20_000 }, async () => {
    const { link, backend } = await openOverLink();
    // Several connections lie idle in the pool when the link is cut: none of them may end the process.
    await Promise.all(Array.from({ length: 10 }, (_, index) => putText(backend, `key:${index}`, 'text')));
    link.cut();
    await sleep(50);
    await expectEverythingUnavailable(backend, 1000);
    link.mend();
    await expectRecovery(backend);
    expect(await textsUnder(backend, 'key:')).toHaveLength(10);
  });

  it('that hangs is a problem within the deadline', { timeout: 30_000 }, async () => {
    const { link, backend } = await openOverLink();
    await Promise.all(Array.from({ length: 10 }, (_, index) => putText(backend, `key:${index}`, 'text')));
    link.hold();
    await expectEverythingUnavailable(backend, HANG_IS_NOTICED_WITHIN_MS);
    link.mend();
    await expectRecovery(backend);
  });

  it('that is not there ends the start with a sentence that holds no password', async () => {
    const port = await freePort();
    await expect(openBackend(`postgres://bot:hunter2@127.0.0.1:${port}/bot`, durable)).rejects.toThrow(
      `The store postgres://127.0.0.1:${port}/bot cannot be opened: nothing listens there: start it, or correct STORE_URL`,
    );
  });

  it('is refused at start when it may lose records, unless that is accepted', async () => {
    const server = await PostgresServer.start({ fsync: 'off' });
    undo.push(() => server.remove());
    const hasty = new URL(POSTGRES_URL ?? '');
    hasty.searchParams.set('options', '-c synchronous_commit=off');
    for (const [url, setting] of [
      [hasty.href, 'synchronous_commit'],
      [server.url, 'fsync'],
    ] as const) {
      await expect(openBackend(url, durable)).rejects.toThrow(
        `it has ${setting} = off and loses records when it crashes: set it to on, or STORE_ALLOW_VOLATILE=true to accept that`,
      );
      const place = postgresPlace(url);
      undo.push(() => place.clear());
      const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
      await backend.health();
      await backend.close();
    }
  });

  it('that hangs ends the start with a sentence', { timeout: 20_000 }, async () => {
    const port = await freePort();
    const silent = createServer().listen(port, '127.0.0.1');
    await once(silent, 'listening');
    undo.push(async () => void silent.close());
    const startedAt = performance.now();
    await expect(openBackend(`postgres://127.0.0.1:${port}/bot`, durable)).rejects.toThrow(
      'cannot be opened',
    );
    expect(performance.now() - startedAt).toBeLessThan(HANG_IS_NOTICED_WITHIN_MS);
  });

  it('has its table made once by several replicas that start together', async () => {
    const place = postgresPlace();
    undo.push(() => place.clear());
    const replicas = await Promise.all(
      Array.from({ length: 8 }, () => openBackend(place.url, { ...durable, space: place.space })),
    );
    const won = await Promise.all(replicas.map((replica) => claimText(replica, 'first', 'me')));
    expect(won.filter(Boolean)).toHaveLength(1);
    await Promise.all(replicas.map((replica) => replica.close()));
  });
});

describe('an address of a store', () => {
  it('that names no store we know ends the start, and is not repeated', async () => {
    for (const url of ['mysql://root:hunter2@localhost/x', 'hunter2', '', 'redis://:hunter2@:::']) {
      const failure = openBackend(url, durable);
      await expect(failure).rejects.toThrow('cannot be opened');
      await expect(failure).rejects.not.toThrow(/hunter2/);
    }
  });
});
