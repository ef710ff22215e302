import { describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { approvalsNeededFor, defaultPolicy, Policy } from '../../../src/core/rights/policy.js';

const nobody = { people: [], groups: [] };

describe('the policy of a workspace', () => {
  test('is this until an admin decides otherwise', () => {
    expect(defaultPolicy).toEqual(Policy.parse({}));
    expect(Policy.parse({})).toEqual({
      admins: nobody,
      slackAdminsAreAdmins: true,
      approvers: nobody,
      approval: 'without-grant',
      approvalsNeeded: 1,
      sensitive: { users: [], approvals: 2 },
      actsPerHour: { person: 300, workspace: 3_000 },
      grantHoldersDeleteOthers: false,
      staleAfterDays: 180,
      requestOpenDays: 7,
      collectHours: 72,
      mention: nobody,
      language: 'as-admins',
    });
  });

  test.each([
    ['approvalsNeeded', 5],
    ['askAdminsAfterHours', 8_760],
    ['clientsPerPerson', 10_000],
    ['defaultLifeDays', 3_650],
    ['longestLifeDays', 3_650],
    ['staleAfterDays', 3_650],
    ['requestOpenDays', 365],
    ['collectHours', 8_760],
    ['auditKeptDays', 36_500],
  ])('has for %s a whole number from 1 to %i', (part, most) => {
    const fits = (value: number): boolean => Policy.safeParse({ [part]: value }).success;
    expect([0, 1, 1.5, most, most + 1].map(fits)).toEqual([false, true, false, true, false]);
  });

  test('asks more people for a sensitive Alphaus user, and never fewer than for any', () => {
    const [root, billing] = ['root@a.example', 'billing'].map((name) => AlphausUserName.parse(name));
    const needed = (approvalsNeeded: number, user: AlphausUserName | undefined): number =>
      approvalsNeededFor(
        Policy.parse({ approvalsNeeded, sensitive: { users: [billing], approvals: 3 } }),
        user,
      );
    expect([root, billing, undefined].map((user) => needed(2, user))).toEqual([2, 3, 2]);
    expect(needed(4, billing)).toBe(4);
  });
});
