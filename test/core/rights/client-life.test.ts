import { describe, expect, test } from 'vitest';
import { endAfterDays } from '../../../src/core/model/until.js';
import { Problem } from '../../../src/core/problem.js';
import { allowedEnd, checkEnd, latestEnd, suggestedLifeDays } from '../../../src/core/rights/client-life.js';
import { Policy } from '../../../src/core/rights/policy.js';
import { person } from './rules.js';

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

describe('a day of the person’s zone', () => {
  const { now, zone } = whence;
  const people = { zoneOf: async () => zone };
  const nobodyAsked = { zoneOf: () => Promise.reject(new Error('nobody needs a zone here')) };
  const aiko = person('UAIKO');
  const bounded = Policy.parse({ longestLifeDays: 90 });
  const unbounded = Policy.parse({});

  test('is the latest end; without a longest life there is none, and no zone is asked for', async () => {
    expect(await latestEnd(people, bounded, { person: aiko, now })).toBe(after(90));
    expect(await latestEnd(nobodyAsked, unbounded, { person: aiko, now })).toBeUndefined();
  });

  test('is what an end is held against; no end without a longest life asks for no zone', async () => {
    const check = (policy: Policy, endsAt: string | undefined) =>
      checkEnd(people, policy, { person: aiko, endsAt, now });
    await expect(check(bounded, after(90))).resolves.toBeUndefined();
    await expect(check(bounded, after(91))).rejects.toMatchObject({ facts: { kind: 'until-too-late' } });
    await expect(check(bounded, undefined)).rejects.toMatchObject({ facts: { kind: 'until-needed' } });
    await expect(check(unbounded, after(0))).rejects.toMatchObject({ facts: { kind: 'until-too-soon' } });
    const none = { person: aiko, endsAt: undefined, now };
    await expect(checkEnd(nobodyAsked, unbounded, none)).resolves.toBeUndefined();
  });
});
