import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { localTime, secondsOf } from '../../../sandbox/page/src/text/zoned-time.js';

const zones = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Europe/Berlin', 'Pacific/Chatham'];

test('two people see one moment each on their own clock', () => {
  const seconds = Date.parse('2026-03-01T23:30:00Z') / 1000;
  expect(zones.slice(0, 3).map((tz) => localTime(seconds, tz))).toEqual([
    '2026-03-01T23:30',
    '2026-03-02T08:30',
    '2026-03-01T18:30',
  ]);
});

test('what a clock shows leads back to a moment at which it shows that', () => {
  const minutes = fc.integer({ min: 0, max: 60 * 24 * 365 * 60 });
  fc.assert(
    fc.property(minutes, fc.constantFrom(...zones), (minute, tz) => {
      const shown = localTime(minute * 60, tz);
      expect(localTime(secondsOf(shown, tz), tz)).toBe(shown);
    }),
  );
});
