import { array, assert, asyncProperty, integer, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { filteredInSlices, mappedInSlices, sortedInSlices } from '../../../src/core/async/in-slices.js';

const byAge = (a: { age: number }, b: { age: number }): number => a.age - b.age;

test('what is sorted, filtered or mapped in slices is what an array makes of it', async () => {
  const items = array(
    integer({ min: 0, max: 50 }).map((age) => ({ age })),
    { maxLength: 3_000, size: 'max' },
  );
  await assert(
    asyncProperty(items, nat(50), async (all, age) => {
      const plain = all.toSorted(byAge);
      for (const given of [all, plain, plain.toReversed()]) {
        const [sorted, expected] = [await sortedInSlices(given, byAge), given.toSorted(byAge)];
        // The very same items, so that equal ones stay in their order.
        expect(sorted.every((item, index) => item === expected[index])).toBe(true);
        expect(sorted).toHaveLength(expected.length);
      }
      const isOlder = (item: { age: number }): boolean => item.age > age;
      expect(await filteredInSlices(all, isOlder)).toEqual(all.filter(isOlder));
      const place = (item: { age: number }, index: number): string => `${index}: ${item.age}`;
      expect(await mappedInSlices(all, place)).toEqual(all.map(place));
    }),
    { numRuns: 50 },
  );
});

test('others have their turn meanwhile', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => ({ age: (index * 7_919) % 20_000 }));
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  });
  const slow = (a: { age: number }, b: { age: number }): number => {
    for (const until = performance.now() + 0.002; performance.now() < until; );
    return byAge(a, b);
  };
  expect((await sortedInSlices(many, slow))[0]).toEqual({ age: 0 });
  expect(turns).toBeGreaterThan(5);
  const before = turns;
  const isSlowlyKept = (item: { age: number }): boolean => slow(item, item) === 0;
  expect(await filteredInSlices(many, isSlowlyKept)).toHaveLength(20_000);
  expect(turns).toBeGreaterThan(before);
  const beforeMapping = turns;
  expect(await mappedInSlices(many, isSlowlyKept)).toHaveLength(20_000);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(beforeMapping);
});
