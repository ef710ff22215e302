import { expect, test } from 'vitest';
import { claims, StoredClaim } from '../../src/storage/claims.js';
import { memoryBackend } from '../../src/storage/memory-backend.js';
import { createStore } from '../../src/storage/store.js';

const HOUR_MS = 3_600_000;

/** Two processes on one store, each with what it remembers; `asked` counts the store's answers. */
function twoProcesses() {
  let now = new Date('2026-11-24T09:00:00Z');
  let asked = 0;
  const backend = memoryBackend(() => now.getTime());
  const counting = {
    ...backend,
    putIfAbsent: (...parts: Parameters<typeof backend.putIfAbsent>) => {
      asked += 1;
      return backend.putIfAbsent(...parts);
    },
  };
  const process = () => claims(createStore({ backend: counting, schema: StoredClaim }), () => now);
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
