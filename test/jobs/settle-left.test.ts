import { describe, expect, test } from 'vitest';
import { oneAtATime } from '../../src/jobs/one-at-a-time.js';
import { settleLeft } from '../../src/jobs/settle-left.js';
import type { Intent } from '../../src/core/intents/intent.js';
import { alive, isAlive, startHeartbeat } from '../../src/jobs/heartbeat.js';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import { leases } from '../../src/storage/coordination/leases.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { z } from 'zod';
import { issueIntent, records, workspace } from '../core/records.js';

async function open(store: ReturnType<typeof records>) {
  const found: string[] = [];
  for await (const { id } of store.intents.openIn(workspace)) found.push(id);
  return found;
}

const look = (
  { intents }: ReturnType<typeof records>,
  id: string,
  settle: (intent: Intent) => Promise<void>,
) => settleLeft({ intents, settle, now: () => new Date(0), againAfterMs: 1_000 }, { workspace, id });

describe('what is open', () => {
  const dead = issueIntent({ at: 'creating' });

  test('is settled by one of several replicas that look at the same time', async () => {
    const backend = guarded(memoryBackend());
    const replicas = ['a', 'b', 'c'].map((process) => records(Date.now, { process, backend }));
    await replicas[0]?.begin(dead);
    let settled = 0;
    await Promise.all(
      replicas.map((replica) =>
        look(replica, dead.id, async (intent) => {
          settled += 1;
          await replica.intents.settle(intent);
        }),
      ),
    );
    expect(settled).toBe(1);
  });

  test('is left to the process that works on it, and to another that lives', async () => {
    const backend = guarded(memoryBackend());
    const me = records(Date.now, { process: 'me', backend });
    const { kind, person, reference, wish, stage } = dead;
    const mine = me.intents.prepare({ kind, workspace, person, reference, wish, stage });
    await me.begin(mine);
    const settled: string[] = [];
    const settle = async ({ id }: { readonly id: string }) => void settled.push(id);
    await look(me, mine.id, settle);
    const other = records(Date.now, { process: 'other', backend, isAlive: () => Promise.resolve(true) });
    await look(other, mine.id, settle);
    expect(settled).toEqual([]);
    // The work on it ended without a word.
    me.intents.leave(mine);
    await look(me, mine.id, settle);
    expect(settled).toEqual([mine.id]);
  });

  test('stays open when settling fails, and is settled at the next look', async () => {
    const store = records();
    await store.begin(dead);
    let failing = true;
    const run = () =>
      look(store, dead.id, async (intent) => {
        if (failing) throw new Error('the API is down');
        await store.intents.settle(intent);
      });
    await expect(run()).rejects.toThrow('the API is down');
    expect(await open(store)).toEqual([dead.id]);
    failing = false;
    expect(await run()).toBeUndefined();
    expect(await open(store)).toEqual([]);
  });

  test('and not settled by a look, as it is too early, is looked at again', async () => {
    const store = records();
    await store.begin(dead);
    const again = await look(store, dead.id, () => Promise.resolve());
    expect(again?.getTime()).toBeGreaterThan(0);
    expect(again?.getTime()).toBeLessThanOrEqual(1_000);
  });

  test('and was taken over can be advanced by its first process no more', async () => {
    const backend = guarded(memoryBackend());
    const stalled = records(Date.now, { process: 'another', backend });
    await stalled.begin(dead);
    await records(Date.now, { process: 'other', backend }).intents.takeOver(dead);
    expect(await stalled.intents.advance(dead, { at: 'creating' })).toBeUndefined();
  });

  test('and settled while the store was down is not found again', async () => {
    let down = false;
    const memory = memoryBackend();
    const backend = guarded({
      ...memory,
      commit: (batch) => (down ? Promise.reject(new Error('down')) : memory.commit(batch)),
    });
    const store = records(Date.now, { backend });
    await store.begin(dead);
    down = true;
    await store.intents.settle(dead);
    expect(await open(store)).toEqual([]);
    down = false;
    expect(await look(store, dead.id, () => Promise.reject(new Error('settled twice')))).toBeUndefined();
    expect(await open(records(Date.now, { backend }))).toEqual([]);
  });
});

describe('replicas', () => {
  const sharing = () => {
    let time = 0;
    const store = createStore({ backend: guarded(memoryBackend(() => time)), schema: z.string() });
    return {
      of: (process: string) => leases(store, process),
      later: (ms: number) => {
        time += ms;
      },
    };
  };

  test('run a job one at a time, and succeed one that died', async () => {
    const { of, later } = sharing();
    const ran: string[] = [];
    await oneAtATime(of('a'), 'look', 1000, async () => {
      await oneAtATime(of('b'), 'look', 1000, async () => void ran.push('b beside a'));
      ran.push('a');
    });
    await of('dead').hold('job:look', 1000);
    await oneAtATime(of('b'), 'look', 1000, async () => void ran.push('b too early'));
    later(1001);
    await oneAtATime(of('b'), 'look', 1000, async () => void ran.push('b'));
    expect(ran).toEqual(['a', 'b']);
  });

  test('count as dead when their heartbeats end, and at once when they stop', async () => {
    const { of, later } = sharing();
    const silent = () => undefined;
    const life = await startHeartbeat([alive(of('a'), 'a')], 60_000, silent);
    await of('b').hold('process:b', 1000);
    expect([await isAlive(of('c'), 'a'), await isAlive(of('c'), 'b')]).toEqual([true, true]);
    later(1001);
    expect([await isAlive(of('c'), 'a'), await isAlive(of('c'), 'b')]).toEqual([true, false]);
    await life.stop();
    later(2);
    expect(await isAlive(of('c'), 'a')).toBe(false);
  });
});
