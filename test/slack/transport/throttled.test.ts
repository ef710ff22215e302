import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttled } from '../../../src/slack/transport/throttled.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a flood is told of at once, then once with its number, and the next one at once again', () => {
  const said: number[] = [];
  const happened = throttled(10_000, (times) => said.push(times));
  for (let time = 0; time < 5; time += 1) happened();
  expect(said).toEqual([1]);
  vi.advanceTimersByTime(10_000);
  expect(said).toEqual([1, 4]);
  vi.advanceTimersByTime(10_000);
  happened();
  expect(said).toEqual([1, 4, 1]);
});
