import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isName } from '../../../src/core/rights/check-patterns.js';
import { exampleOf, readPattern } from '../../../src/core/rights/pattern.js';

const read = (text: string) => {
  const pattern = readPattern(text);
  if (pattern === undefined) throw new Error(`${text} is no pattern`);
  return pattern;
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

  test.each(['(', '[a', '(?=a)b', '(a)\\1', 'a{1000}{1000}', '*'])('«%s» is none', (text) => {
    expect(readPattern(text)).toBeUndefined();
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
        const pattern = readPattern(text);
        const example = pattern && exampleOf(pattern, isName);
        return example === undefined || (pattern?.matches(example) === true && isName(example));
      }),
    );
  });
});
