import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAYS_AHEAD_AT_MOST,
  endAfterDays,
  lastDayBefore,
  readUntil,
  type Whence,
} from '../../../src/core/model/until.js';

const utc = (now: string, zone = 'UTC'): Whence => ({ now: new Date(now), zone });

const until = (typed: string, whence: Whence): string => {
  const read = readUntil(typed, whence);
  return read.kind === 'until' ? read.at.toISOString() : read.why;
};

const noon = utc('2026-11-28T12:00:00.000Z');

describe('an end as it is typed', () => {
  test.each([
    ['2027-03-31', '2027-04-01T00:00:00.000Z'],
    ['90d', '2027-02-27T00:00:00.000Z'],
    ['12w', '2027-02-21T00:00:00.000Z'],
    [' 90D ', '2027-02-27T00:00:00.000Z'],
    ['1 d', '2026-11-30T00:00:00.000Z'],
    // Today is the earliest.
    ['2026-11-28', '2026-11-29T00:00:00.000Z'],
    // As a Japanese keyboard types it, and as a phone writes a dash.
    ['２０２７－０３－３１', '2027-04-01T00:00:00.000Z'],
    ['2027–03–31', '2027-04-01T00:00:00.000Z'],
    ['2027/03/31', '2027-04-01T00:00:00.000Z'],
    ['2027/3/31', '2027-04-01T00:00:00.000Z'],
    ['2027年3月31日', '2027-04-01T00:00:00.000Z'],
    ['２０２７年０３月３１日', '2027-04-01T00:00:00.000Z'],
    ['90日', '2027-02-27T00:00:00.000Z'],
    ['12週間', '2027-02-21T00:00:00.000Z'],
    // A leap day.
    ['2028-02-29', '2028-03-01T00:00:00.000Z'],
  ])('%s ends at %s', (typed, at) => {
    expect(until(typed, noon)).toBe(at);
  });

  test.each([
    ['2027-02-29', 'no-such-day'],
    ['2027-13-01', 'no-such-day'],
    ['2027-04-31', 'no-such-day'],
    ['2027年2月29日', 'no-such-day'],
    ['2026/11/27', 'past'],
    ['3月31日', 'unreadable'],
    ['2026-11-27', 'past'],
    ['0001-01-01', 'past'],
    ['2040-01-01', 'too-far'],
    ['9999d', 'too-far'],
    ['99999999999999999999d', 'too-far'],
    ['600w', 'too-far'],
    ['0d', 'unreadable'],
    ['-3d', 'unreadable'],
    ['3', 'unreadable'],
    ['3 months', 'unreadable'],
    ['tomorrow', 'unreadable'],
    ['31.03.2027', 'unreadable'],
    ['2027-3-31', 'unreadable'],
    ['', 'unreadable'],
  ])('“%s” is refused: %s', (typed, why) => {
    expect(until(typed, noon)).toBe(why);
  });
});

describe('a day ends at midnight where the person is', () => {
  test.each([
    ['Asia/Tokyo', '2027-03-31T15:00:00.000Z'],
    ['America/New_York', '2027-04-01T04:00:00.000Z'],
    ['Pacific/Kiritimati', '2027-03-31T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2027-04-01T11:00:00.000Z'],
    ['No/Such_Zone', '2027-04-01T00:00:00.000Z'],
  ])('%s', (zone, at) => {
    expect(until('2027-03-31', { ...noon, zone })).toBe(at);
  });

  test('today is another day in Tokyo than in New York', () => {
    const late = '2026-11-28T20:00:00.000Z';
    expect(until('2026-11-28', utc(late, 'Asia/Tokyo'))).toBe('past');
    expect(until('2026-11-28', utc(late, 'America/New_York'))).toBe('2026-11-29T05:00:00.000Z');
    expect(until('1d', utc(late, 'Asia/Tokyo'))).toBe('2026-11-30T15:00:00.000Z');
  });

  test('a day on which clocks change has 23 hours, or 25', () => {
    const beforeSpring = utc('2027-03-27T12:00:00.000Z', 'Europe/Berlin');
    expect(until('2027-03-27', beforeSpring)).toBe('2027-03-27T23:00:00.000Z');
    expect(until('1d', beforeSpring)).toBe('2027-03-28T22:00:00.000Z');
    const beforeAutumn = utc('2027-10-30T12:00:00.000Z', 'Europe/Berlin');
    expect(until('2027-10-30', beforeAutumn)).toBe('2027-10-30T22:00:00.000Z');
    expect(until('1d', beforeAutumn)).toBe('2027-10-31T23:00:00.000Z');
  });

  test('where clocks are put forward at midnight, the next day begins an hour late', () => {
    // Santiago, on September 4, 2027: after 23:59:59 comes 01:00.
    const whence = utc('2027-09-01T12:00:00.000Z', 'America/Santiago');
    expect(until('2027-09-04', whence)).toBe('2027-09-05T04:00:00.000Z');
  });
});

test('so many days from today are the day that is typed for them, in every zone', () => {
  const zones = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia'];
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: DAYS_AHEAD_AT_MOST }),
      fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      fc.constantFrom(...zones),
      (days, now, zone) => {
        const whence = { now, zone };
        const end = endAfterDays(days, whence);
        expect(until(`${days}d`, whence)).toBe(end.toISOString());
        expect(until(lastDayBefore(end, zone), whence)).toBe(end.toISOString());
        expect(end.getTime() - now.getTime()).toBeGreaterThan((days - 1) * 24 * 3_600_000);
      },
    ),
  );
});
