import { describe, expect, test } from 'vitest';
import { Problem } from '../../../src/core/problem.js';
import { type HourlyQuota, takeFromQuota } from '../../../src/core/rights/hourly-quota.js';
import { Policy } from '../../../src/core/rights/policy.js';
import { aiko, workspace } from '../records.js';

const policy = Policy.parse({ actsPerHour: { person: 3, workspace: 9 } });
const soon = new Date('2026-11-28T12:10:00.000Z');
const later = new Date('2026-11-28T12:50:00.000Z');
const away = new Problem({ kind: 'store-unavailable' });

/** What the person's limit and everybody's say to an act, who was asked, and what was given back of it. */
async function acting(own: 'taken' | Date | Problem, common: typeof own, onGiveBack?: Problem) {
  const taken: unknown[] = [];
  const givenBack: string[] = [];
  const quota: HourlyQuota = {
    take(...asked) {
      taken.push(asked);
      const [, , who] = asked;
      const slot = who === 'everybody' ? common : own;
      if (slot instanceof Problem) return Promise.reject(slot);
      if (slot instanceof Date) return Promise.resolve({ kind: 'none', freeAt: slot });
      const giveBack = () => {
        givenBack.push(who);
        return onGiveBack === undefined ? Promise.resolve() : Promise.reject(onGiveBack);
      };
      return Promise.resolve({ kind: 'taken', giveBack });
    },
  };
  const refused = await takeFromQuota({ workspace, quota }, policy, aiko, 'delete').then(
    () => undefined,
    (error: unknown) => (error instanceof Problem ? error.facts : error),
  );
  return { refused, givenBack, taken };
}

const ownLimit = { kind: 'too-often', act: 'delete', whose: 'person', limit: 3 };
const commonLimit = { kind: 'too-often', act: 'delete', whose: 'workspace', limit: 9 };

describe('an act of a person', () => {
  test('counts against the limit of the person and that of the workspace', async () => {
    expect(await acting('taken', 'taken')).toEqual({
      refused: undefined,
      givenBack: [],
      taken: [
        [workspace, 'delete', aiko, 3],
        [workspace, 'delete', 'everybody', 9],
      ],
    });
  });

  test('that one limit refuses does not count against the other', async () => {
    expect(await acting(soon, 'taken')).toMatchObject({
      refused: { ...ownLimit, possibleAt: soon },
      givenBack: ['everybody'],
    });
    expect(await acting('taken', later)).toMatchObject({
      refused: { ...commonLimit, possibleAt: later },
      givenBack: [aiko],
    });
  });

  test('that both limits refuse is possible when the later of them says so', async () => {
    expect((await acting(soon, later)).refused).toEqual({ ...commonLimit, possibleAt: later });
    expect((await acting(later, soon)).refused).toEqual({ ...ownLimit, possibleAt: later });
    expect((await acting(soon, soon)).refused).toEqual({ ...ownLimit, possibleAt: soon });
  });

  test('fails with the store, and counts nowhere', async () => {
    expect(await acting('taken', away)).toMatchObject({ refused: away.facts, givenBack: [aiko] });
  });

  test('is refused for its limit although the other slot cannot be given back', async () => {
    expect(await acting(soon, 'taken', away)).toMatchObject({
      refused: { ...ownLimit, possibleAt: soon },
      givenBack: ['everybody'],
    });
  });
});
