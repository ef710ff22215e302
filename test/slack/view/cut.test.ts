import fc from 'fast-check';
import { expect, test } from 'vitest';
import { legible } from '../../../src/core/model/legible-text.js';
import { cut } from '../../../src/slack/view/blocks.js';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

test.each([
  ['夜間エクスポート', 8, '夜間エクスポート'],
  ['夜間エクスポート', 5, '夜間エク…'],
  // A character of two code units, and one of several characters.
  ['𠮷野家のレポート', 5, '𠮷野家…'],
  ['👩‍👩‍👧‍👦の分', 5, '…'],
  ['か\u3099か\u3099か\u3099', 4, 'か\u3099…'],
])('%s is cut to %i', (text, limit, shown) => {
  expect(cut(text, limit)).toBe(shown);
});

test('what is cut keeps the limit, and is a beginning in whole characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 80 }), (text, limit) => {
      const shown = cut(text, limit);
      expect(shown.length).toBeLessThanOrEqual(limit);
      if (shown === legible(text)) return;
      const kept = shown.slice(0, -1);
      const ends = [...graphemes.segment(legible(text))].map(({ index }) => index);
      expect(ends).toContain(kept.length);
      expect(legible(text).startsWith(kept)).toBe(true);
    }),
  );
});
