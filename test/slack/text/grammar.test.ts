import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counted, countedInWords, inBrackets, listed, listedOr } from '../../../src/slack/text/en/grammar.js';
import { unformatted } from '../../../src/slack/text/sentence.js';

test('things in a row have commas between them, and the others are counted', () => {
  expect(unformatted(listed([]))).toBe('');
  expect(unformatted(listed(['a']))).toBe('a');
  expect(unformatted(listed(['a', 'b', 'c']))).toBe('a, b, c');
  expect(unformatted(listed(['a', 'b', 'c'], 2))).toBe('a, b and 1 more');
});

test('a row names as many as it may, and leaves none uncounted', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), fc.integer({ min: 1, max: 12 }), (all, most) => {
      const named = all.map((person) => ({ person }));
      const said = listed(named, most);
      const shown = said.filter((piece) => typeof piece !== 'string');
      const more = /and (\d+) more$/.exec(unformatted(said))?.[1] ?? '0';
      expect(shown).toEqual(named.slice(0, most));
      expect(shown.length + Number(more)).toBe(all.length);
    }),
  );
});

test('one more possibility stands alone where there is no other', () => {
  expect(unformatted(listedOr([], 'an admin'))).toBe('an admin');
  expect(unformatted(listedOr(['Ben'], 'an admin'))).toBe('Ben, or an admin');
});

test('one thing is one thing, and brackets are there only where something is in them', () => {
  expect([counted(1, 'day', 'days'), counted(7, 'day', 'days')]).toEqual(['1 day', '7 days']);
  expect([countedInWords(1, 'person', 'people'), countedInWords(2, 'person', 'people')]).toEqual([
    'one person',
    '2 people',
  ]);
  expect([inBrackets(undefined), unformatted(inBrackets('x'))]).toEqual([[], ' (x)']);
});
