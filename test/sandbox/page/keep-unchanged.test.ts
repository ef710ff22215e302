import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepUnchanged } from '../../../sandbox/page/src/keep-unchanged.js';

test('what has not changed is the same object as before, and what has is the new one', () => {
  const before = {
    revision: 1,
    channels: [{ id: 'C1', messages: [{ ts: '1' }, { ts: '2' }] }, { id: 'C2' }],
  };
  const after = {
    revision: 2,
    channels: [{ id: 'C1', messages: [{ ts: '1' }, { ts: '2' }, { ts: '3' }] }, { id: 'C2' }],
  };
  const [first, second] = before.channels;
  const kept: unknown = keepUnchanged(before, after);
  expect(kept).toEqual(after);
  expect(kept).toHaveProperty(
    'channels.1',
    expect.toSatisfy((channel) => channel === second),
  );
  expect(kept).toHaveProperty(
    'channels.0.messages.0',
    expect.toSatisfy((message) => message === first?.messages?.[0]),
  );
});

test('a field that is gone, or is there now, is no part of before', () => {
  expect(keepUnchanged({ a: 1, b: 2 }, { a: 1 })).toStrictEqual({ a: 1 });
  expect(keepUnchanged({ a: 1 }, { a: 1, b: null })).toStrictEqual({ a: 1, b: null });
  expect(keepUnchanged([1, 2], [1])).toStrictEqual([1]);
});

test('whatever there was before, the result equals what is there now', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (before, after) => {
      expect(keepUnchanged(JSON.parse(before), JSON.parse(after))).toStrictEqual(JSON.parse(after));
      const one = keepUnchanged(null, JSON.parse(after));
      expect(keepUnchanged(one, JSON.parse(after))).toBe(one);
    }),
  );
});
