import { describe, expect, test } from 'vitest';
import { claims, StoredClaim } from '../../../src/storage/coordination/claims.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { breakable, type StoreState } from '../backends/breakable-backend.js';
import type { Batch } from '../../../src/storage/backends/backend.js';

const HOUR_MS = 3_600_000;

/** Two processes on one store, each with what it remembers; `asked` counts the store's answers. */
function twoProcesses() {
  let now = new Date('2026-11-24T09:00:00Z');
  let asked = 0;
  const backend = memoryBackend(() => now.getTime());
  const counting = {
    ...backend,
    commit: (batch: Batch) => {
      asked += 1;
      return backend.commit(batch);
    },
  };
  const store = createStore({ backend: counting, schema: StoredClaim });
  const process = () => claims({ store, now: () => now, shared: true });
  return {
    one: process(),
    other: process(),
    asked: () => asked,
    passes: (ms: number): void => {
      now = new Date(now.getTime() + ms);
    },
  };
}

test('what a process claimed it knows without asking the store again', async () => {
  const { one, asked } = twoProcesses();
  expect(await one.once('click', HOUR_MS)).toBe(true);
  expect([await one.once('click', HOUR_MS), await one.once('click', HOUR_MS)]).toEqual([false, false]);
  expect(asked()).toBe(1);
});

test('of two processes one claims, and the next time, when the claim has lived, either may', async () => {
  const { one, other, passes } = twoProcesses();
  expect(await one.once('click', HOUR_MS)).toBe(true);
  expect(await other.once('click', HOUR_MS)).toBe(false);
  passes(HOUR_MS + 1);
  expect(await other.once('click', HOUR_MS)).toBe(true);
  expect(await one.once('click', HOUR_MS)).toBe(false);
});

describe('a process that has its store for itself', () => {
  const whole = memoryBackend();
  let state: StoreState = 'up';
  const store = createStore({ backend: breakable(whole, () => state), schema: StoredClaim });
  const process = () => claims({ store, now: () => new Date(), shared: false });

  test('claims once, at the same moment, too, and once more never after a restart', async () => {
    const before = process();
    expect(await Promise.all([before.once('click', HOUR_MS), before.once('click', HOUR_MS)])).toEqual([
      true,
      false,
    ]);
    expect(await process().once('click', HOUR_MS)).toBe(false);
  });

  test('claims again what the store did not take', async () => {
    const claiming = process();
    state = 'refusing';
    await expect(claiming.once('form', HOUR_MS)).rejects.toThrow('refused');
    state = 'up';
    expect(await claiming.once('form', HOUR_MS)).toBe(true);
    expect(await process().once('form', HOUR_MS)).toBe(false);
  });
});
