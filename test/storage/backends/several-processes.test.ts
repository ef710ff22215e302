import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { startChild } from '../programs/child-process.js';
import { collect, places } from '../servers/stores-under-test.js';

const CLAIMED_KEYS = 40;
const STEPS_OF_EACH = 60;

describe.each(places.filter(({ shared }) => shared))(
  'several processes on $name',
  ({ place: newPlace, absent }) => {
    describe.skipIf(absent)('at once', () => {
      it('have exactly one winner of every claim, and lose no step of a counter', {
        timeout: 30_000,
      }, async () => {
        const place = newPlace();
        const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
        const claims = createStore({ backend, schema: z.string() });
        const counters = createStore({ backend, schema: z.number() });
        for (let key = 0; key < CLAIMED_KEYS; key += 2) await claims.put(`claim:${key}`, 'expired', 1);
        await counters.put('counter', 0);

        const children = ['a', 'b', 'c'].map((me) => startChild('./claimant.ts', place.url, place.space, me));
        await Promise.all(children.map((child) => child.nextLine()));
        for (const child of children) child.say('go');
        const won = await Promise.all(
          children.map(async (child) => z.array(z.string()).parse(JSON.parse(await child.nextLine()))),
        );

        const held = await collect(claims.scan('claim:'));
        expect(won.flat().sort()).toEqual(held.map(([key, holder]) => `${key} ${holder}`).sort());
        expect(held).toHaveLength(CLAIMED_KEYS);
        expect(await counters.get('counter')).toBe(children.length * STEPS_OF_EACH);
        await backend.close();
        await place.clear();
      });
    });
  },
);
