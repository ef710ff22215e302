import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { legible, legibleLine, readsSame, searchable } from '../../../src/core/model/legible-text.js';

const MISLEADING = [
  0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c, 0x200b,
  0x200c, 0x200d, 0x00ad, 0x034f, 0x3164, 0xffa0, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x2060, 0x2061,
  0x2062, 0x2063, 0x2064, 0x206a, 0x206f, 0xfeff, 0xfff9, 0xfffb, 0x2800, 0xfe00, 0xfe0f, 0xe0001, 0xe0020,
  0xe0041, 0xe007f, 0xe0100, 0xe01ef, 0x1bca0, 0x1d173,
];

describe('what people read', () => {
  test.each(MISLEADING.map((code) => [code.toString(16).toUpperCase().padStart(4, '0'), code] as const))(
    'shows U+%s for what it is',
    (name, code) => {
      const character = String.fromCodePoint(code);
      const asked = [`night${character}ly`, character, `${character}x`, `x${character}`];
      const shown = [`night⟨U+${name}⟩ly`, `⟨U+${name}⟩`, `⟨U+${name}⟩x`, `x⟨U+${name}⟩`];
      expect(asked.map(legible)).toEqual(shown);
    },
  );

  test.each([
    ['plain letters of any script', 'nightly-export データ連携 выгрузка תמונה صورة ภาพ 그림 Żółć'],
    ['emoji of several', '👩‍❤️‍💋‍👨 👩🏽‍🤝‍👩🏿 👨🏻‍🦰 🏳️‍🌈 🏴‍☠️ 🏃🏽‍♀️‍➡️ ⛓️‍💥 1️⃣ #️⃣ ©️ ⚠︎ 🇯🇵 🫱🏻‍🫲🏿'],
    ['the flags of England, Scotland and Wales', '🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
    ['Persian', 'می\u200cخواهم گزارش\u200cها'],
    ['Hindi, Bengali, Sinhala and Malayalam', 'क्\u200dष क्\u200cष र\u200d্যাম ශ්\u200dරී ന്\u200d'],
    ['the form of a Han character', '葛\u{e0100}城 辻\u{e0101}'],
    ['the form of a Mongolian letter', '\u1820\u180b\u1821'],
    [
      'accents in either form, and four on a letter',
      'café cafe\u0301 ệ e\u0323\u0302 a\u0301\u0302\u0303\u0304',
    ],
    ['several lines', 'Exports the costs\n\tof the night'],
  ])('leaves %s alone', (_what, text) => {
    expect(legible(text)).toBe(text);
  });

  test('shows tags that hide a text in a flag, joiners where nothing is joined, and piles of marks', () => {
    expect(legible('🏴\u{e0068}\u{e0069}\u{e007f}')).toBe('🏴⟨U+E0068⟩⟨U+E0069⟩⟨U+E007F⟩');
    expect(legible('👩\u200d\u200d👨 a\u200db 1\ufe0f2 می\u200c\u200cخ')).toBe(
      '👩⟨U+200D⟩⟨U+200D⟩👨 a⟨U+200D⟩b 1⟨U+FE0F⟩2 می⟨U+200C⟩⟨U+200C⟩خ',
    );
    expect(legible('a\u0301\u0302\u0303\u0304\u0305\u0306')).toBe(
      'a\u0301\u0302\u0303\u0304⟨U+0305⟩⟨U+0306⟩',
    );
    expect(legible('\u0301a \u0338b')).toBe('⟨U+0301⟩a ⟨U+0338⟩b');
    expect(legible('half \ud83d')).toBe('half ⟨U+D83D⟩');
  });

  test('has a name on one line, whatever is in it', () => {
    expect(legibleLine('nightly\nOwner:\tAiko\u2028\u001b')).toBe(
      'nightly⟨U+000A⟩Owner:⟨U+0009⟩Aiko⟨U+2028⟩⟨U+001B⟩',
    );
  });

  test('is marked once, and keeps every visible character', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const shown = legible(text);
        expect(legible(shown)).toBe(shown);
        expect(shown.replaceAll(/⟨U\+[0-9A-F]+⟩/gu, '')).not.toMatch(/[\p{Bidi_Control}\p{Cs}]/u);
      }),
    );
  });
});

describe('what people compare', () => {
  test('reads the same in either normal form, and with other spaces', () => {
    const composed = 'データ連携 é'.normalize('NFC');
    expect(readsSame(composed, composed.normalize('NFD'))).toBe(true);
    expect(readsSame(' two  words', 'two\u00a0words ')).toBe(true);
    expect(readsSame('nightly', 'Nightly')).toBe(false);
  });

  test('is found without case and width, and although something invisible is in it', () => {
    const found = ['ﾃﾞｰﾀ連携', 'データ連携'.normalize('NFD'), 'デ\u200bータ連携'].map(searchable);
    expect(new Set(found)).toEqual(new Set([searchable('データ連携')]));
    expect(searchable('ＮＩＧＨＴＬＹ ﬁle')).toBe('nightly file');
  });
});
