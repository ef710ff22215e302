import { assert, pre, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../../src/core/problem.js';
import { parseArguments } from '../../../src/slack/call/arguments.js';

const known = { user: 'value', purpose: 'value', mine: 'switch' } as const;

function read(text: string) {
  const { positional, flags } = parseArguments(text, known);
  return { positional, flags: Object.fromEntries(flags) };
}

function problemOf(text: string) {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof Problem) return error.facts;
    throw error;
  }
}

describe('what a person types behind a subcommand', () => {
  test('positional and flags are told apart, in any order', () => {
    expect(read('nightly --user root@a.example export --mine --purpose "two positional"')).toEqual({
      positional: ['nightly', 'export'],
      flags: { user: 'root@a.example', mine: '', purpose: 'two positional' },
    });
  });

  test.each([
    ['straight', '--purpose "a b"'],
    ['smart', '--purpose “a b”'],
    ['German', '--purpose „a b“'],
    ['single', "--purpose 'a b'"],
    ['smart single', '--purpose ‘a b’'],
    ['behind an equals sign', '--purpose="a b"'],
    ['after a dash that a phone made of two hyphens', '—purpose “a b”'],
    ['Japanese', '--purpose 「a b」'],
    ['double Japanese', '--purpose 『a b』'],
    ['full-width', '--purpose ＂a b＂'],
    ['Japanese, behind a full-width equals sign', '--purpose＝「a b」'],
    ['Japanese, after full-width dashes, letters and spaces', '－－ｐｕｒｐｏｓｅ　「a b」'],
    ['Japanese, after what a Japanese keyboard makes of two hyphens', 'ーーpurpose　「a b」'],
  ])('%s quotes hold positional together', (_, text) => {
    expect(read(text)).toEqual({ positional: [], flags: { purpose: 'a b' } });
  });

  test('an apostrophe inside a word is a letter', () => {
    expect(read("bob's client’s")).toEqual({ positional: ["bob's", 'client’s'], flags: {} });
  });

  test('Japanese quotes enclose each other, and within a word they are letters', () => {
    expect(read('「日次「本番」の 集計」 夜間「本番」　--mine')).toEqual({
      positional: ['日次「本番」の 集計', '夜間「本番」'],
      flags: { mine: '' },
    });
    expect(problemOf('--purpose 「夜間 集計')).toEqual({ kind: 'unbalanced-quotes' });
  });

  test('what Slack escaped is read as it was typed', () => {
    expect(read('&lt;!channel&gt; a&amp;b <https://a.example|a.example> `x`')).toEqual({
      positional: ['<!channel>', 'a&b', 'a.example', '`x`'],
      flags: {},
    });
  });

  test.each([
    ['a "b', { kind: 'unbalanced-quotes' }],
    ['a “b', { kind: 'unbalanced-quotes' }],
    ['a --nope', { kind: 'unknown-flag', flag: '--nope', known: ['user', 'purpose', 'mine'] }],
    [
      'a --constructor x',
      { kind: 'unknown-flag', flag: '--constructor', known: ['user', 'purpose', 'mine'] },
    ],
    ['--user', { kind: 'flag-without-value', flag: '--user' }],
    ['--user --mine', { kind: 'flag-without-value', flag: '--user' }],
    ['--user=', { kind: 'flag-without-value', flag: '--user' }],
    ['--user ""', { kind: 'flag-without-value', flag: '--user' }],
    ['--mine=yes', { kind: 'unexpected-argument', argument: '--mine=yes' }],
  ])('%s is refused with what is wrong', (text, facts) => {
    expect(problemOf(text)).toEqual(facts);
  });

  test('a quoted flag is text', () => {
    expect(read('"--user"')).toEqual({ positional: ['--user'], flags: {} });
  });

  test('any text is read or refused as a problem, never a crash', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(problemOf(text)).toBeDefined();
      }),
    );
  });

  test('whatever is quoted comes back as it was', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        pre(text !== '' && !/["“”„<>&]/.test(text));
        expect(read(`"${text}"`)).toEqual({ positional: [text], flags: {} });
      }),
    );
  });
});
