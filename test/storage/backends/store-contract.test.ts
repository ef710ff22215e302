import { setTimeout as sleep } from 'node:timers/promises';
import { assert, asyncProperty, constantFrom, string, uniqueArray } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { byCodePoint } from '../../../src/storage/backends/key-order.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { collect, type Place, places } from '../servers/stores-under-test.js';
import { putText } from './texts.js';

const Note = z.object({ text: z.string(), by: z.string().optional() });
type Note = z.infer<typeof Note>;

describe.each(places)('a store in $name', ({ place: newPlace, absent }) => {
  describe.skipIf(absent)('keeps its promises', () => {
    let place: Place;
    let backend: Backend;
    const notes = () => createStore({ backend, schema: Note });

    beforeAll(async () => {
      place = newPlace();
      backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
    });
    afterAll(async () => {
      await backend.close();
      await place.clear();
    });

    it('gives back what was put, the newest of it, and nothing once deleted', async () => {
      expect(await notes().get('note')).toBeUndefined();
      await notes().put('note', { text: 'first' });
      await notes().put('note', { text: 'second', by: 'U1' });
      expect(await notes().get('note')).toEqual({ text: 'second', by: 'U1' });
      await notes().delete('note');
      await notes().delete('note');
      expect(await notes().get('note')).toBeUndefined();
    });

    it('tells a stored null from nothing', async () => {
      const maybe = createStore({ backend, schema: z.string().nullable() });
      await maybe.put('null', null);
      expect([await maybe.get('null'), await maybe.get('nothing')]).toEqual([null, undefined]);
    });

    it('forgets a record when its lifetime is over, in reading as in scanning', async () => {
      await notes().put('brief:1', { text: 'gone soon' }, 1_000);
      await notes().put('brief:2', { text: 'stays' }, 60_000);
      await notes().put('brief:3', { text: 'a fraction of a millisecond' }, 20.4);
      await notes().put('brief:4', { text: 'over already' }, -5);
      expect(await notes().get('brief:1')).toEqual({ text: 'gone soon' });
      await sleep(1_100);
      expect(await collect(notes().scan('brief:'))).toEqual([['brief:2', { text: 'stays' }]]);
      expect(await notes().get('brief:1')).toBeUndefined();
      await backend.sweep();
      expect(await backend.sweep()).toBe(0);
      expect(await notes().get('brief:2')).toEqual({ text: 'stays' });
    });

    it('keeps a record forever once it is put again without a lifetime', async () => {
      await notes().put('kept', { text: 'brief' }, 20);
      await notes().put('kept', { text: 'for good' });
      await notes().put('replaced', { text: 'brief' }, 1000);
      expect(await notes().replace('replaced', { text: 'brief' }, { text: 'briefer' }, 20)).toBe(true);
      await sleep(40);
      expect(await notes().get('kept')).toEqual({ text: 'for good' });
      expect(await notes().get('replaced')).toBeUndefined();
    });

    it('holds values of more than a megabyte, and any text in them', async () => {
      const text = `\0\ud800 "quotes" 'single' 日本語 🤖 \u2028 ${'x'.repeat(1_500_000)}`;
      await notes().put('large', { text });
      expect(await notes().get('large')).toEqual({ text });
      expect(await notes().replace('large', { text }, { text: 'small' })).toBe(true);
    });

    it('takes odd keys for what they are', async () => {
      const odd = [
        '%',
        '_',
        '*',
        '?',
        '[a]',
        '\\',
        "'",
        '"',
        ':',
        ' ',
        '\n',
        '{}',
        'ü',
        'u\u0308',
        '日本',
        '🤖',
        'A',
        'a',
      ];
      const keys = [...odd.map((key) => `odd:${key}`), `odd:${'k'.repeat(1020)}`, `odd:${'鍵'.repeat(600)}`];
      for (const key of keys) await notes().put(key, { text: key });
      for (const key of keys) expect(await notes().get(key)).toEqual({ text: key });
      const found = await collect(notes().scan('odd:'));
      expect(found).toEqual(keys.sort(byCodePoint).map((key) => [key, { text: key }]));
      for (const character of ['%', '_', '*', '?', '[a]', '\\', 'a', '🤖']) {
        const key = `odd:${character}`;
        expect(await collect(notes().scan(key))).toEqual([[key, { text: key }]]);
      }
    });

    it('refuses keys that it could not tell apart, or not hold', async () => {
      for (const key of ['', 'a\0b', 'a\ud800', 'k'.repeat(2049)]) {
        await expect(notes().put(key, { text: '' })).rejects.toThrow(RangeError);
      }
    });

    it('scans more than a page in order, and nothing beside the prefix', async () => {
      const keys = Array.from({ length: 450 }, (_, index) => `scan:T1:${index}`);
      await Promise.all(keys.map((key) => notes().put(key, { text: key })));
      for (const other of ['scan:T1', 'scan:T10:0', 'scan:T2:0', 'scan:t1:0', 'scan;']) {
        await notes().put(other, { text: other });
      }
      const found = await collect(notes().scan('scan:T1:'));
      expect(found).toEqual(keys.sort(byCodePoint).map((key) => [key, { text: key }]));
    });

    it('finds exactly the keys that start with any prefix', async () => {
      const part = string({
        unit: constantFrom('a', 'b', '%', '*', '\u{10ffff}', '\ud7ff', '\uffff', '🤖'),
      });
      const some = uniqueArray(part, { maxLength: 8 });
      let round = 0;
      await assert(
        asyncProperty(some, part, async (parts, prefix) => {
          round += 1;
          const keys = parts.map((text) => `any:${round}:${text}`);
          for (const key of keys) await notes().put(key, { text: '' });
          const found = await collect(notes().scan(`any:${round}:${prefix}`));
          expect(found.map(([key]) => key)).toEqual(
            keys.filter((key) => key.startsWith(`any:${round}:${prefix}`)).sort(byCodePoint),
          );
        }),
        { numRuns: 40 },
      );
    });

    it('lets exactly one of many win a free key, and an expired one', async () => {
      await notes().put('expired', { text: 'old' }, 1);
      await sleep(15);
      for (const key of ['free', 'expired']) {
        const attempts = Array.from({ length: 100 }, (_, index) =>
          notes().putIfAbsent(key, { text: `${index}` }),
        );
        const winners = (await Promise.all(attempts)).flatMap((won, index) => (won ? [`${index}`] : []));
        expect(winners).toHaveLength(1);
        expect(await notes().get(key)).toEqual({ text: winners[0] });
      }
    });

    it('lets exactly one of many replace a value', async () => {
      await notes().put('open', { text: 'open' });
      const attempts = Array.from({ length: 100 }, (_, index) =>
        notes().replace('open', { text: 'open' }, { text: `${index}` }),
      );
      const winners = (await Promise.all(attempts)).flatMap((won, index) => (won ? [`${index}`] : []));
      expect(winners).toHaveLength(1);
      expect(await notes().get('open')).toEqual({ text: winners[0] });
    });

    it('does not replace what is absent, expired or different', async () => {
      await notes().put('over', { text: 'old' }, 1);
      await notes().put('different', { text: 'other' });
      await sleep(15);
      for (const key of ['absent', 'over', 'different']) {
        expect(await notes().replace(key, { text: 'old' }, { text: 'new' })).toBe(false);
      }
      expect(await notes().get('absent')).toBeUndefined();
      expect(await notes().get('different')).toEqual({ text: 'other' });
    });

    it('replaces a record that another version wrote, with other order, spacing and more fields', async () => {
      await putText(backend, 'older', '{ "value": {"more":1, "by":"U1",\n"text":"old"} }');
      const read = await notes().get('older');
      expect(read).toEqual({ text: 'old', by: 'U1' });
      expect(await notes().replace('older', read ?? { text: '' }, { text: 'new' })).toBe(true);
    });

    it('does not lose a fresh write to a reader that saw the expired one', async () => {
      const stop = new AbortController();
      const reader = async (): Promise<void> => {
        while (!stop.signal.aborted) {
          await notes().get('race');
          await sleep(0);
        }
      };
      const readers = [reader(), reader()];
      let lost = 0;
      for (let round = 0; round < 100; round += 1) {
        await notes().put('race', { text: 'brief' }, 1);
        await sleep(2);
        await notes().put('race', { text: 'fresh' });
        await sleep(1);
        if ((await notes().get('race')) === undefined) lost += 1;
      }
      stop.abort();
      await Promise.all(readers);
      expect(lost).toBe(0);
    });

    it('names the record that does not fit its schema, and never shows what is in it', async () => {
      await putText(backend, 'broken:1', '{"value":{"text":["xoxb-secret"]}}');
      await putText(backend, 'broken:2', '{"value":{"text":"xoxb-sec');
      await putText(backend, 'broken:3', '"xoxb-secret"');
      for (const key of ['broken:1', 'broken:2', 'broken:3']) {
        const failure = notes().get(key);
        await expect(failure).rejects.toThrow(key);
        await expect(failure).rejects.not.toThrow(/xoxb/);
        await expect(collect(notes().scan(key))).rejects.toThrow(key);
      }
    });

    it('refuses to write what does not fit the schema', async () => {
      const short = createStore({ backend, schema: z.string().max(3) });
      await expect(short.put('short', 'too long')).rejects.toThrow();
      expect(await short.get('short')).toBeUndefined();
      const optional = createStore({ backend, schema: z.string().optional() });
      await expect(optional.put('optional', undefined)).rejects.toThrow('undefined cannot be stored');
    });

    it('says that it is healthy', async () => {
      await expect(backend.health()).resolves.toBeUndefined();
    });
  });
});
