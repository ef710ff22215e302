import { setTimeout as sleep } from 'node:timers/promises';
import {
  asyncProperty,
  assert,
  boolean,
  constantFrom,
  integer,
  option,
  record,
  string,
  uniqueArray,
} from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, MOST_KEYS_OF_A_BATCH } from '../../../src/storage/backends/backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { type Place, places } from '../servers/stores-under-test.js';
import { putText, textsUnder } from './texts.js';

describe.each(places)('batches and scans in $name', ({ place: newPlace, absent }) => {
  describe.skipIf(absent)('', () => {
    let place: Place;
    let backend: Backend;
    beforeAll(async () => {
      place = newPlace();
      backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
    });
    afterAll(async () => {
      await backend.close();
      await place.clear();
    });

    test('a batch whose conditions hold is done whole', async () => {
      await putText(backend, 'whole:old', 'old');
      await putText(backend, 'whole:gone', 'gone');
      const outcome = await backend.commit({
        require: [
          { key: 'whole:old', text: 'old' },
          { key: 'whole:new', text: undefined },
        ],
        put: [
          { key: 'whole:old', text: "it's \\ new" },
          { key: 'whole:new', text: '' },
        ],
        delete: ['whole:gone', 'whole:never'],
      });
      expect(outcome).toEqual({ kind: 'done' });
      expect(await textsUnder(backend, 'whole:')).toEqual([
        ['whole:new', ''],
        ['whole:old', "it's \\ new"],
      ]);
    });

    test('a batch of which one condition does not hold does nothing, and tells what stood there', async () => {
      await putText(backend, 'none:a', 'a');
      await putText(backend, 'none:b', 'b');
      for (const wrong of [
        { key: 'none:b', text: 'B' },
        { key: 'none:b', text: undefined },
        { key: 'none:c', text: '' },
      ]) {
        const outcome = await backend.commit({
          require: [{ key: 'none:a', text: 'a' }, wrong],
          put: [{ key: 'none:d', text: 'd' }],
          delete: ['none:a'],
        });
        const standing = wrong.key === 'none:b' ? 'b' : undefined;
        expect(outcome).toEqual({ kind: 'refused', standing: ['a', standing] });
      }
      expect(await textsUnder(backend, 'none:')).toEqual([
        ['none:a', 'a'],
        ['none:b', 'b'],
      ]);
    });

    test('conditions alone can be asked, and an empty batch is done', async () => {
      await putText(backend, 'alone', 'text');
      expect(await backend.commit({ require: [{ key: 'alone', text: 'text' }] })).toEqual({ kind: 'done' });
      expect(await backend.commit({})).toEqual({ kind: 'done' });
    });

    test('what has expired is absent for a condition, and a put without a lifetime stays forever', async () => {
      await backend.commit({
        put: [
          { key: 'brief:a', text: 'a', ttlMs: 30 },
          { key: 'brief:b', text: 'b', ttlMs: 60_000 },
        ],
      });
      await sleep(60);
      const wrong = await backend.commit({ require: [{ key: 'brief:a', text: 'a' }], delete: ['brief:b'] });
      expect(wrong).toEqual({ kind: 'refused', standing: [undefined] });
      const right = await backend.commit({
        require: [{ key: 'brief:a', text: undefined }],
        put: [
          { key: 'brief:a', text: 'again' },
          { key: 'brief:b', text: 'short', ttlMs: 30 },
        ],
      });
      expect(right).toEqual({ kind: 'done' });
      await sleep(60);
      expect(await backend.getAll(['brief:b', 'brief:a', 'brief:c'])).toEqual([
        undefined,
        'again',
        undefined,
      ]);
      expect(await textsUnder(backend, 'brief:')).toEqual([['brief:a', 'again']]);
    });

    test('a page is full although some of its records have expired', async () => {
      const keys = Array.from({ length: 60 }, (_, index) => `full:${index + 100}`);
      await backend.commit({
        put: keys.map((key, index) => ({ key, text: key, ttlMs: index % 3 === 0 ? undefined : 20 })),
      });
      await sleep(40);
      const page = await backend.scan('full:', { limit: 10 });
      expect(page.map(([key]) => key)).toEqual(keys.filter((_, index) => index % 3 === 0).slice(0, 10));
    });

    test('keys are ordered by code point, not by unit, case or language', async () => {
      const parts = [
        '',
        'A',
        'B',
        'Z',
        'a',
        'e\u0301',
        'z',
        '~',
        'é',
        '日本',
        '\ud7ff',
        '\ue000',
        '\uffff',
        '🤖',
        '\u{10ffff}',
      ];
      const keys = parts.map((part) => `order:${part}`);
      await backend.commit({ put: keys.toReversed().map((key) => ({ key, text: '' })) });
      expect((await backend.scan('order:')).map(([key]) => key)).toEqual(keys);
      const backwards = await backend.scan('order:', { backwards: true });
      expect(backwards.map(([key]) => key)).toEqual(keys.toReversed());
      const behind = await backend.scan('order:', { after: 'order:\uf000', limit: 2 });
      expect(behind.map(([key]) => key)).toEqual(['order:\uffff', 'order:🤖']);
    });

    test('any range of any keys is what a sorted list says', async () => {
      const part = string({
        unit: constantFrom('a', 'b', '\ud7ff', '\uffff', '🤖', '\u{10ffff}'),
        maxLength: 4,
      });
      const ranges = record({
        prefix: part,
        after: option(part, { nil: undefined }),
        limit: integer({ min: 1, max: 5 }),
        backwards: boolean(),
      });
      let round = 0;
      await assert(
        asyncProperty(
          uniqueArray(part, { maxLength: 10 }),
          ranges,
          async (parts, { prefix, after, ...rest }) => {
            round += 1;
            const at = (text: string): string => `range:${round}:${text}`;
            const points = (text: string): string => Buffer.from(text).toString('hex');
            await backend.commit({ put: parts.map((text) => ({ key: at(text), text })) });
            const found = await backend.scan(at(prefix), {
              ...rest,
              ...(after !== undefined && { after: at(after) }),
            });
            const ordered = parts
              .filter((text) => text.startsWith(prefix))
              .toSorted((one, other) => (points(one) < points(other) ? -1 : 1));
            const directed = rest.backwards ? ordered.toReversed() : ordered;
            const isBehind = (text: string): boolean =>
              after === undefined ||
              (rest.backwards ? points(text) < points(after) : points(text) > points(after));
            expect(found).toEqual(
              directed
                .filter(isBehind)
                .slice(0, rest.limit)
                .map((text) => [at(text), text]),
            );
          },
        ),
        { numRuns: 60 },
      );
    });

    test('many are read at once, in the order of their keys', async () => {
      const keys = Array.from({ length: 300 }, (_, index) => `many:${index}`);
      await backend.commit({ put: keys.map((key) => ({ key, text: key })) });
      expect(await backend.getAll(keys.toReversed())).toEqual(keys.toReversed());
      expect(await backend.getAll([])).toEqual([]);
    });

    test('a batch with too many keys, or with one twice, is refused before anything happens', async () => {
      const put = Array.from({ length: MOST_KEYS_OF_A_BATCH + 1 }, (_, index) => ({
        key: `most:${index}`,
        text: '',
      }));
      const twice = { put: [{ key: 'twice', text: '' }], delete: ['twice'] };
      await expect(backend.commit({ put })).rejects.toThrow(RangeError);
      await expect(backend.commit(twice)).rejects.toThrow(RangeError);
      expect(await backend.get('twice')).toBeUndefined();
      expect(await backend.commit({ put: put.slice(1) })).toEqual({ kind: 'done' });
    });

    test('the clock of the store goes on', async () => {
      const first = await backend.now();
      await sleep(15);
      const second = await backend.now();
      expect(second - first).toBeGreaterThanOrEqual(10);
      expect(Math.abs(second - Date.now())).toBeLessThan(60_000);
    });

    test('sweeping frees the room of what has expired, and nothing else', async () => {
      await backend.commit({
        put: Array.from({ length: 120 }, (_, index) => ({ key: `sweep:${index}`, text: '', ttlMs: 10 })),
      });
      await putText(backend, 'sweep:stays', 'stays', 60_000);
      await sleep(30);
      let removed = 0;
      for (let more = await backend.sweep(); more > 0; more = await backend.sweep()) removed += more;
      expect(removed).toBeGreaterThan(0);
      expect(await textsUnder(backend, 'sweep:')).toEqual([['sweep:stays', 'stays']]);
    });
  });
});
