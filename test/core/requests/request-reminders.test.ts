import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  collectReminderAt,
  dueAfterHours,
  isCollectReminderDue,
  isWeekend,
  nextReminderAt,
  reminderDue,
  workingTime,
} from '../../../src/core/requests/request-reminders.js';
import { aiko, openRequest } from '../records.js';

const HOUR_MS = 3_600_000;
const friday = new Date('2026-11-06T12:00:00Z');
const monday = new Date('2026-11-09T00:00:00Z');
const after = (from: Date, hours: number): Date => new Date(from.getTime() + hours * HOUR_MS);

describe('reminders of an open request', () => {
  test('come after 4, 8 and 16 hours, then with pauses that double and are never shorter than a day', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(dueAfterHours)).toEqual([4, 8, 16, 40, 64, 128, 256]);
  });

  test('wait over the weekend, whose hours do not count', () => {
    expect(reminderDue(friday, after(friday, 4))).toBe(1);
    expect(reminderDue(friday, after(friday, 11.9))).toBe(2);
    for (let hours = 12; hours < 60; hours += 1) expect(reminderDue(friday, after(friday, hours))).toBe(0);
    expect(workingTime(friday, monday)).toBe(12 * HOUR_MS);
    expect(reminderDue(friday, after(monday, 3.9))).toBe(2);
    expect(reminderDue(friday, after(monday, 4))).toBe(3);
  });

  test('fall due at the hour, on a working day', () => {
    const thursday = new Date('2026-11-05T22:00:00Z');
    expect([0, 1, 2, 3, 4, 5, 6].map((days) => isWeekend(after(monday, 24 * days)))).toEqual([
      ...Array.from({ length: 5 }, () => false),
      true,
      true,
    ]);
    expect(reminderDue(thursday, after(thursday, 3.99))).toBe(0);
    const due = (hours: number): Date => nextReminderAt(thursday, after(thursday, hours));
    expect(due(0)).toEqual(after(thursday, 4));
    expect(due(3.99)).toEqual(after(thursday, 4));
    expect(due(4)).toEqual(after(thursday, 8));
    // Two hours of Thursday and 14 of Friday are 16; the other ten of Friday and 14 of Monday are 24 more.
    expect(due(8)).toEqual(new Date('2026-11-06T14:00:00Z'));
    expect(due(16)).toEqual(new Date('2026-11-09T14:00:00Z'));
    // The last hour of Friday ends where the weekend begins.
    expect(nextReminderAt(new Date('2026-11-06T20:00:00Z'), new Date('2026-11-06T20:00:00Z'))).toEqual(
      monday,
    );
    expect(nextReminderAt(after(friday, 24), after(friday, 24))).toEqual(after(monday, 4));
  });

  test('never come twice in a day after the third, and never fall behind each other', () => {
    const start = fc.integer({ min: 0, max: 13 * 24 * 60 }).map((minutes) => after(friday, minutes / 60));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 60 * 24 }), (asked, lasts) => {
        let last = 0;
        let lastAt = -Infinity;
        for (let hour = 0; hour < lasts; hour += 1) {
          const due = reminderDue(asked, after(asked, hour));
          if (due <= last) continue;
          if (due > 3) expect(hour - lastAt).toBeGreaterThanOrEqual(23);
          [last, lastAt] = [due, hour];
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the reminder of an approval that waits to be collected', () => {
  const at = (approved: Date, hours: number): string =>
    collectReminderAt({
      at: approved.toISOString(),
      collectBy: after(approved, hours).toISOString(),
    }).toISOString();
  const tuesday = new Date('2026-11-10T10:00:00Z');

  test('comes twelve hours before the end, and in the last quarter of a shorter time', () => {
    expect(at(tuesday, 72)).toBe('2026-11-12T22:00:00.000Z');
    expect(at(tuesday, 24)).toBe('2026-11-11T04:00:00.000Z');
    expect(at(tuesday, 1)).toBe('2026-11-10T10:45:00.000Z');
  });

  test('comes before the weekend on which it would be due, unless there was no time before it', () => {
    expect(at(friday, 70)).toBe('2026-11-06T22:00:00.000Z');
    expect(at(after(friday, -48), 84)).toBe('2026-11-06T12:00:00.000Z');
    // On Friday it would come with the approval.
    expect(at(friday, 32)).toBe('2026-11-07T12:00:00.000Z');
    const saturday = after(friday, 24);
    expect(at(saturday, 24)).toBe(after(saturday, 18).toISOString());
  });

  test('is due from then until the time to collect is over, and only while it waits', () => {
    const approval = {
      by: aiko,
      at: tuesday.toISOString(),
      user: openRequest().user ?? expect.fail(),
      collectBy: after(tuesday, 24).toISOString(),
    };
    const isDue = (hours: number, state = openRequest({ state: { kind: 'approved', approval } })): boolean =>
      isCollectReminderDue(state, after(tuesday, hours));
    expect([17.99, 18, 23.99, 24].map((hours) => isDue(hours))).toEqual([false, true, true, false]);
    const attempt = { attempt: 'click-1', since: tuesday.toISOString() };
    expect(isDue(18, openRequest({ state: { kind: 'collecting', approval, ...attempt } }))).toBe(false);
    expect(isDue(18, openRequest())).toBe(false);
  });

  test('always comes after the approval, and before its end', () => {
    const start = fc.integer({ min: 0, max: 13 * 24 * 60 }).map((minutes) => after(friday, minutes / 60));
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 8_760 }), (approved, hours) => {
        const due = Date.parse(at(approved, hours));
        expect(due).toBeGreaterThan(approved.getTime());
        expect(due).toBeLessThan(after(approved, hours).getTime());
      }),
    );
  });
});
