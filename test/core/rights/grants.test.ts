import { describe, expect, test } from 'vitest';
import { isOver, lastsUntil, warningAt } from '../../../src/core/rights/grants.js';

const END = '2027-03-31T15:00:00.000Z';
const secondsFrom = (seconds: number): Date => new Date(Date.parse(END) + seconds * 1000);

describe('a grant until a day', () => {
  test('gives a right up to its end, and none from that instant on', () => {
    const over = [-1, 0, 1].map((seconds) => isOver({ until: END }, secondsFrom(seconds)));
    expect(over).toEqual([false, true, true]);
  });

  test('is announced a day before it ends', () => {
    expect(warningAt(END).toISOString()).toBe('2027-03-30T15:00:00.000Z');
  });

  test('lasts as long as another that ends with it or before, and not as one that is for good', () => {
    const grant = { until: END };
    const until = (seconds: number): boolean => lastsUntil(grant, secondsFrom(seconds).toISOString());
    expect([until(-1), until(0), until(1), lastsUntil(grant, undefined)]).toEqual([true, true, false, false]);
  });
});

test('a grant for good is never over, and lasts as long as any other', () => {
  expect([isOver({}, secondsFrom(0)), lastsUntil({}, END), lastsUntil({}, undefined)]).toEqual([
    false,
    true,
    true,
  ]);
});
