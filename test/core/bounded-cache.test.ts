import { expect, test } from 'vitest';
import { BoundedCache } from '../../src/core/bounded-cache.js';

test('what was not used for longest goes first, by its weight, and what is too heavy is not kept', () => {
  const cache = new BoundedCache<string, readonly number[]>({ most: 6, weightOf: ({ length }) => length });
  cache.set('a', [1, 2]);
  cache.set('b', [1, 2]);
  cache.set('c', [1, 2]);
  cache.get('a');
  cache.set('d', [1, 2, 3]);
  const kept = () => ['a', 'b', 'c', 'd', 'e'].filter((key) => cache.get(key) !== undefined);
  expect(kept()).toEqual(['a', 'd']);
  cache.set('d', [1]);
  cache.set('e', [1, 2, 3]);
  expect(kept()).toEqual(['a', 'd', 'e']);
  cache.delete('a');
  cache.set('b', [1, 2, 3, 4, 5, 6, 7]);
  expect(kept()).toEqual(['d', 'e']);
});

test('a value that has grown counts as much as it weighed until it is set again', () => {
  const cache = new BoundedCache<string, number[]>({ most: 4, weightOf: ({ length }) => length });
  const growing = [1];
  cache.set('a', growing);
  cache.set('b', [1, 2]);
  growing.push(2, 3);
  cache.set('c', [1]);
  expect(['a', 'b', 'c'].filter((key) => cache.get(key) !== undefined)).toEqual(['a', 'b', 'c']);
  cache.set('a', growing);
  expect(['a', 'b', 'c'].filter((key) => cache.get(key) !== undefined)).toEqual(['a', 'c']);
});
