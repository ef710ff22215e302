import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { BreakableLink } from '../servers/breakable-link.js';
import { type Child, startChild } from '../programs/child-process.js';
import { type Place, places } from '../servers/stores-under-test.js';
import { textsUnder } from './texts.js';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const open = async ({ url, space }: Place): Promise<Backend> => {
  const backend = await openBackend(url, { allowVolatile: true, space });
  undo.push(() => backend.close());
  return backend;
};
const startProgram = (file: string, ...args: readonly string[]): Child => {
  const child = startChild(file, ...args);
  undo.push(() => child.kill());
  return child;
};
const newPlaceOf = (make: () => Place): Place => {
  const place = make();
  undo.push(() => place.clear());
  return place;
};

/** What the batches of `batcher.ts` left: how many are counted, and which of their parts stand. */
async function batches(backend: Backend): Promise<{ count: number; parts: readonly string[] }> {
  const parts = (await textsUnder(backend, 'part:')).map(([key]) => key);
  return { count: Number((await backend.get('count')) ?? '0'), parts: parts.toSorted() };
}

/** What whole batches leave. */
const whole = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, batch) =>
    (batch < count - 3 ? ['a', 'b'] : ['a', 'b', 'c']).map((part) => `part:${batch}:${part}`),
  )
    .flat()
    .toSorted();

/** Resolves once so many were acknowledged, to what tells the last one. */
async function acknowledged(child: Child, atLeast: number): Promise<() => number> {
  const lines: string[] = [];
  const last = (): number => Number(lines.at(-1)?.split(' ')[1] ?? -1);
  const reading = (async () => {
    for await (const line of child.lines) lines.push(line);
  })();
  reading.catch(() => undefined);
  await expect.poll(last, { timeout: 20_000 }).toBeGreaterThanOrEqual(atLeast);
  expect(lines.every((line) => line.startsWith('done '))).toBe(true);
  return last;
}

describe.each(places.filter(({ name }) => name !== 'memory'))('batches in $name', ({ place, absent }) => {
  test.skipIf(absent)(
    'are whole or not there when their process is killed in their midst',
    { timeout: 60_000 },
    async () => {
      const { url, space } = newPlaceOf(place);
      let before = 0;
      for (let round = 0; round < 3; round += 1) {
        const batcher = startProgram('./batcher.ts', url, space);
        const last = await acknowledged(batcher, before + 20);
        await sleep(Math.random() * 60);
        await batcher.kill();
        const backend = await openBackend(url, { allowVolatile: true, space });
        const { count, parts } = await batches(backend);
        await backend.close();
        expect(count).toBeGreaterThan(last());
        expect(parts).toEqual(whole(count));
        before = count;
      }
    },
  );
});

describe.each(places.filter(({ shared }) => shared))('batches in $name', ({ place, absent }) => {
  test.skipIf(absent)(
    'are whole or not there when their connection is cut',
    { timeout: 60_000 },
    async () => {
      const direct = newPlaceOf(place);
      const server = new URL(direct.url);
      const link = await BreakableLink.to(
        server.hostname,
        Number(server.port || (server.protocol === 'redis:' ? 6379 : 5432)),
      );
      undo.push(() => link.remove());
      server.hostname = '127.0.0.1';
      server.port = `${link.port}`;
      for (let round = 0; round < 3; round += 1) {
        const before = (await batches(await open(direct))).count;
        const batcher = startProgram('./batcher.ts', server.href, direct.space);
        const last = await acknowledged(batcher, before + 10);
        await sleep(Math.random() * 30);
        link.cut();
        // The process's next commit throws, which ends it.
        while (batcher.process.exitCode === null) await sleep(10);
        link.mend();
        const { count, parts } = await batches(await open(direct));
        expect(count).toBeGreaterThan(last());
        expect(parts).toEqual(whole(count));
      }
    },
  );

  test.skipIf(absent)('of several processes at once have exact conditions', { timeout: 60_000 }, async () => {
    const at = newPlaceOf(place);
    const backend = await open(at);
    await backend.commit({
      put: Array.from({ length: 4 }, (_, account) => ({ key: `account:${account}`, text: '100' })),
    });
    const contenders = ['a', 'b', 'c'].map((me) => startProgram('./contender.ts', at.url, at.space, me));
    await Promise.all(contenders.map((child) => child.nextLine()));
    for (const child of contenders) child.say('go');
    const Told = z.object({ moves: z.number(), claims: z.array(z.string()) });
    const told = await Promise.all(
      contenders.map(async (child) => Told.parse(JSON.parse(await child.nextLine()))),
    );
    const accounts = (await textsUnder(backend, 'account:')).map(([, text]) => Number(text));
    expect(accounts.reduce((sum, account) => sum + account, 0)).toBe(400);
    for (const { moves } of told) expect(moves).toBeGreaterThan(0);
    const held = (await textsUnder(backend, 'claim:')).map(([key, holder]) => `${key} ${holder}`);
    expect(told.flatMap(({ claims }) => claims).toSorted()).toEqual(held.toSorted());
  });

  test.skipIf(absent)(
    'hold a lease once, although a replica’s clock goes 35 s ahead',
    { timeout: 30_000 },
    async () => {
      const at = newPlaceOf(place);
      const right = startProgram('./lessee.ts', at.url, at.space, 'right');
      const ahead = startProgram('./lessee.ts', at.url, at.space, 'ahead', '35000');
      const [asks, asksAhead] = [right, ahead].map((child) => async (ttlMs: number) => {
        child.say(`${ttlMs}`);
        return child.nextLine();
      });
      for (const child of [right, ahead]) expect(await child.nextLine()).toBe('ready');
      expect(await asks?.(30_000)).toBe('true');
      expect(await asksAhead?.(30_000)).toBe('false');
      expect(await asks?.(1)).toBe('true');
      await expect.poll(() => asksAhead?.(30_000)).toBe('true');
      expect(await asks?.(30_000)).toBe('false');
    },
  );
});
