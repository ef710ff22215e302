import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RateLimit } from '../../src/upstream/rate-limit.js';
import { connectTo, factsFrom, hurried, knowsTheCaller, root } from './connection.js';
import { says, scriptedServer } from './scripted-server.js';

test('a flood reaches the API in order, evenly, with fewer than 100 calls in any second', async () => {
  await using server = await scriptedServer();
  knowsTheCaller(server);
  server.on('GET /service/m/u/users/clients/', says([]));
  const { clients } = connectTo(server, 'legacy', {
    ...hurried,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });
  await Promise.all(Array.from({ length: 130 }, () => clients.list(root)));
  const at = server.requests('GET').map((request) => request.at);
  expect(at).toHaveLength(130);
  const mostInASecond = Math.max(...at.map((from) => at.filter((t) => t >= from && t < from + 1000).length));
  expect(mostInASecond).toBeLessThan(100);
});

test('callers go in the order in which they came', async () => {
  const limit = new RateLimit({ sleep: () => Promise.resolve() });
  const went: number[] = [];
  const callers = Array.from({ length: 20 }, async (_, nth) => {
    await limit.turn('list');
    went.push(nth);
  });
  await Promise.all(callers);
  expect(went).toEqual(Array.from({ length: 20 }, (_, nth) => nth));
});

test('a queue that would take more than ten seconds is refused at once', async () => {
  const wake: (() => void)[] = [];
  const limit = new RateLimit({ sleep: () => new Promise((resolve) => wake.push(resolve)) });
  await limit.turn('list');
  for (let nth = 0; nth < 800; nth += 1) void limit.turn('list');
  expect(await factsFrom(limit.turn('list'))).toEqual({
    kind: 'api-rate-limited',
    operation: 'list',
    retryAfterSeconds: 10,
  });
  wake[0]?.();
  await sleep(0);
  void limit.turn('list');
  await expect(Promise.race([limit.turn('list'), sleep(0, 'waits')])).rejects.toThrow('api-rate-limited');
});
