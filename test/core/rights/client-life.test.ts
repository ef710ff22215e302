import { describe, expect, test } from 'vitest';
import { endAfterDays } from '../../../src/core/model/until.js';
import { Problem } from '../../../src/core/problem.js';
import { allowedEnd, suggestedLifeDays } from '../../../src/core/rights/client-life.js';
import { Policy } from '../../../src/core/rights/policy.js';

const whence = { now: new Date('2026-11-28T12:00:00.000Z'), zone: 'Asia/Tokyo' };
const after = (days: number): string => endAfterDays(days, whence).toISOString();

function answer(policy: Partial<Policy>, endsAt: string | undefined) {
  try {
    return allowedEnd(Policy.parse(policy), endsAt, whence);
  } catch (error) {
    if (error instanceof Problem) return error.facts;
    throw error;
  }
}

describe('the end of a client', () => {
  test('is nobody’s duty until the policy says how long one lives', () => {
    expect(answer({}, undefined)).toBeUndefined();
    expect(answer({}, after(900))).toBe(after(900));
  });

  test('is required and bounded where the policy has a longest life, and the latest day is named', () => {
    const policy = { longestLifeDays: 90 };
    expect(answer(policy, undefined)).toEqual({ kind: 'until-needed', days: 90, latest: '2027-02-26' });
    expect(answer(policy, after(90))).toBe(after(90));
    expect(answer(policy, after(91))).toEqual({ kind: 'until-too-late', days: 90, latest: '2027-02-26' });
  });

  test('is tomorrow at the earliest, as its owner is warned a day before', () => {
    expect(answer({}, after(1))).toBe(after(1));
    expect(answer({}, after(0))).toEqual({ kind: 'until-too-soon', earliest: '2026-11-29' });
    expect(answer({}, after(-5))).toEqual({ kind: 'until-too-soon', earliest: '2026-11-29' });
  });
});

test.each([
  [{}, undefined],
  [{ defaultLifeDays: 30 }, 30],
  [{ longestLifeDays: 90 }, 90],
  [{ defaultLifeDays: 30, longestLifeDays: 90 }, 30],
  // A default that was set before the longest life was shortened.
  [{ defaultLifeDays: 365, longestLifeDays: 90 }, 90],
])('with %o a form suggests %s days', (policy, days) => {
  expect(suggestedLifeDays(Policy.parse(policy))).toBe(days);
});
