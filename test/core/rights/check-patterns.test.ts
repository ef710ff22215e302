import { describe, expect, test } from 'vitest';
import { ClientName } from '../../../src/core/model/api-client.js';
import { Purpose } from '../../../src/core/model/client-record.js';
import { Problem } from '../../../src/core/problem.js';
import { checkPatterns, exampleFor, isName, readPatternOf } from '../../../src/core/rights/check-patterns.js';
import { Policy } from '../../../src/core/rights/policy.js';

const spec = { name: ClientName.parse('team-export'), purpose: Purpose.parse('for OPS-12, nightly') };

/** What a person is told who wants that name for that purpose; nothing where they may have it. */
function told(policy: Partial<Policy>) {
  try {
    return checkPatterns(Policy.parse(policy), spec);
  } catch (error) {
    if (error instanceof Problem) return error.facts;
    throw error;
  }
}

describe('the name and purpose that a person gives', () => {
  test('are free until an admin gives patterns, and then have to match them', () => {
    expect(told({})).toBeUndefined();
    expect(told({ namePattern: '^team-', purposePattern: '[A-Z]+-[0-9]+' })).toBeUndefined();
  });

  test('are refused with the pattern and an example of it', () => {
    expect(told({ namePattern: '^crew$' })).toEqual({
      kind: 'name-not-allowed',
      pattern: '^crew$',
      example: 'crew',
    });
    expect(told({ purposePattern: '^audit$' })).toEqual({
      kind: 'purpose-not-allowed',
      pattern: '^audit$',
      example: 'audit',
    });
  });

  test('are not let in by a pattern that cannot be used', () => {
    expect(told({ namePattern: '(' })).toEqual({ kind: 'pattern-unusable', part: 'namePattern' });
    expect(told({ purposePattern: '.{0,400}' })).toEqual({
      kind: 'pattern-unusable',
      part: 'purposePattern',
    });
  });
});

describe('what a person is shown as an example', () => {
  const shown = (part: 'namePattern' | 'purposePattern', text: string) => {
    const read = readPatternOf(part, text);
    return read.kind === 'pattern' ? exampleFor(part, read.pattern) : read.kind;
  };

  test('could be typed as it stands: in one line as a name, in several as a purpose', () => {
    expect(shown('namePattern', '^a\\nb$')).toBeUndefined();
    expect(shown('purposePattern', '^a\\nb$')).toBe('a\nb');
    for (const part of ['namePattern', 'purposePattern'] as const) {
      expect(shown(part, '^ a$')).toBeUndefined();
      expect(shown(part, '^a\u202eb$')).toBeUndefined();
    }
  });

  test('is of at most 64 characters', () => {
    expect(shown('purposePattern', '^a{64}$')).toBe('a'.repeat(64));
    expect(shown('purposePattern', '^a{65}$')).toBeUndefined();
  });

  test('takes letters from the middle of what is allowed, or else what stands at an end of it', () => {
    expect(shown('namePattern', '^[a-e]+$')).toMatch(/^c+$/);
    expect(shown('namePattern', '^[ a]$')).toBe('a');
    expect(shown('namePattern', '^[a ]$')).toBe('a');
  });

  test('is missing for what only the bot’s own dialect has', () => {
    for (const text of ['^\\p{Greek}$', '\\p{L}', '\\Qab\\E'])
      expect(shown('namePattern', text)).toBeUndefined();
    expect(shown('namePattern', '(?i)^nightly$')).toBeUndefined();
  });

  test.each([
    ['team-export', true],
    ['', false],
    [' team', false],
    ['team\u202e', false],
    ['n'.repeat(65), false],
  ])('«%s» could be a name: %s', (text, could) => {
    expect(isName(text)).toBe(could);
  });
});
