import fc from 'fast-check';
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { describe, expect, test } from 'vitest';
import { isName } from '../../../src/core/rights/check-patterns.js';
import { sizeOf } from '../../../src/core/rights/pattern-size.js';
import { exampleOf, largestFor, readPattern, sizeKept } from '../../../src/core/rights/pattern.js';

const NAME_CHARACTERS = 64;

const read = (text: string) => {
  const found = readPattern(text, NAME_CHARACTERS);
  if (found.kind !== 'pattern') throw new Error(`${text} is ${found.kind}`);
  return found.pattern;
};

describe('a pattern of an admin', () => {
  test.each([
    ['^team-', 'team-export', true],
    ['^team-', 'my-team-export', false],
    ['[A-Z]+-[0-9]+', 'for OPS-12, nightly', true],
    ['(?i)^nightly$', 'NIGHTLY', true],
    ['^ü+$', 'üü', true],
  ])('«%s» and «%s»: %s', (text, given, matches) => {
    expect(read(text).matches(given)).toBe(matches);
  });

  test.each(['(', '[a', '([a-z', 'a{2}{3}', '*'])('«%s» is none', (text) => {
    expect(readPattern(text, NAME_CHARACTERS)).toEqual({ kind: 'no-pattern' });
  });

  test.each(['(?=a)b', '(?<!a)b', '(a)\\1'])('«%s» is one elsewhere', (text) => {
    expect(readPattern(text, NAME_CHARACTERS)).toEqual({ kind: 'not-supported' });
  });

  test('takes linear time for what makes others hang', () => {
    // A back-tracking engine takes longer than the universe has existed for each of these.
    for (const text of ['^(a+)+$', '^(a|a)*$', '^(.*)*x$', '(x+x+)+y']) {
      expect(read(text).matches(`${'a'.repeat(5_000)}!${'x'.repeat(5_000)}?`)).toBe(false);
    }
  });

  test.each(['^team-[a-z]+-(dev|prod)$', '^[a-z][a-z0-9-]{2,30}$', '[A-Z]+-[0-9]+', '^\\w+$', '^.{3,}$'])(
    '«%s» has an example that could be a name',
    (text) => {
      const example = exampleOf(read(text), isName);
      expect(example).toBeDefined();
      expect(read(text).matches(example ?? '')).toBe(true);
    },
  );

  test('is never shown with an example that it refuses', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        const found = readPattern(text, NAME_CHARACTERS);
        if (found.kind !== 'pattern') return true;
        const example = exampleOf(found.pattern, isName);
        return example === undefined || (found.pattern.matches(example) && isName(example));
      }),
    );
  });
});

/** Expressions with everything that RE2 has, nested. */
const { expression } = fc.letrec<{ part: string; group: string; expression: string }>((tie) => ({
  part: fc
    .tuple(
      fc.oneof(
        fc.constantFrom(
          'a',
          'é',
          '.',
          '\\d',
          '\\w',
          '\\pL',
          '\\p{Greek}',
          '\\.',
          '\\x{41}',
          '\\Qab\\E',
          '(?i)',
        ),
        fc.constantFrom('[a-z]', '[^a-z]', '[[:alpha:]x]', '[]a]', '[^]]', '^', '$', '\\b', '()', '(?:)'),
        tie('group'),
      ),
      fc.constantFrom('', '', '', '*', '+', '?', '*?', '{3}', '{2,}', '{0,4}', '{1,3}?', '{0}', '{7,9}'),
    )
    .map((parts) => parts.join('')),
  group: fc
    .tuple(fc.constantFrom('(', '(?:', '(?P<n>', '(?i:'), tie('expression'))
    .map(([opened, inside]) => `${opened}${inside})`),
  expression: fc
    .array(fc.oneof({ maxDepth: 4 }, tie('part'), fc.constant('|')), { maxLength: 5 })
    .map((parts) => parts.join('')),
}));

/** Zero for what is no expression: two groups of one name, say. */
function compiledSize(text: string): number {
  try {
    return RE2JS.compile(text).programSize();
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return 0;
    throw error;
  }
}

describe('the size of a pattern', () => {
  test('is never less than what it is compiled to', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const size = sizeOf(text);
        if (size <= 2_000) expect(compiledSize(text)).toBeLessThanOrEqual(size);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a', 5],
    ['ab', 6],
    ['(a)', 8],
    ['(?:a)', 6],
    ['(?i:a)', 6],
    ['(?P<n>a)', 8],
    ['(?i)a', 5],
    ['a(?i)*b', 7],
    ['a|b', 8],
    ['a*', 6],
    ['a{3}', 8],
    ['a{2,}', 7],
    ['a{2,5}', 13],
    ['a{0}', 6],
    ['(ab){2}', 15],
    ['a*(?i){3}', 11],
    ['[a-z]', 5],
    ['\\pL', 14],
    ['[a\\pL]', 15],
    ['\\Qab\\E', 10],
    ['(a', 8],
  ])('«%s» counts as %i', (text, size) => {
    expect(sizeOf(text)).toBe(size);
    expect(compiledSize(text)).toBeLessThanOrEqual(size);
  });

  test.each([
    ['^team-[a-z]+-(dev|stg|prd)$', 64],
    ['^[a-z][a-z0-9-]{2,62}$', 64],
    ['^[A-Z]{2,10}-[0-9]{1,6}: .{20,}$', 500],
  ])('«%s» has room, for texts of %i characters', (text, characters) => {
    expect(readPattern(text, characters).kind).toBe('pattern');
  });

  test.each([
    ['(.?){1000}'.repeat(20), 64],
    ['((a?){30}b?){30}', 64],
    ['(?:[^\\pL]?\\pN?){40}', 64],
    ['.{0,400}', 500],
  ])('«%s» has none, for texts of %i characters', (text, characters) => {
    // Compiled, the first of them takes a second each time.
    for (let time = 0; time < 1_000; time += 1) {
      expect(readPattern(text, characters)).toEqual({
        kind: 'too-big',
        size: sizeOf(text),
        largest: largestFor(characters),
      });
    }
  });

  test('keeps a match to so many steps that nobody waits for it, whatever it is matched against', () => {
    for (const characters of [64, 500]) {
      expect(largestFor(characters) * (characters + 1)).toBeLessThanOrEqual(60_000);
    }
  });

  test('bounds what is kept compiled, however many patterns workspaces have', () => {
    for (let number = 0; number < 400; number += 1) read(`^team${number}-[a-z]{1,200}$`);
    expect(sizeKept()).toBeLessThanOrEqual(50_000);
    expect(sizeKept()).toBeGreaterThan(40_000);
    read('^one$');
    const before = sizeKept();
    read('^one$');
    expect(sizeKept()).toBe(before);
  });
});
