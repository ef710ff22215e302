import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTimeToTell, nextLookAt } from '../../../src/core/attention/look-time.js';

const next = (from: string, zone: string): string => nextLookAt(new Date(from), zone).toISOString();

describe('the next look', () => {
  test.each([
    ['later the same day', '2026-11-30T05:00:00Z', 'UTC', '2026-11-30T09:00:00.000Z'],
    ['the next day, once it is nine', '2026-11-30T09:00:00Z', 'UTC', '2026-12-01T09:00:00.000Z'],
    ['on Monday after a Friday', '2026-11-27T12:00:00Z', 'UTC', '2026-11-30T09:00:00.000Z'],
    [
      'in Tokyo, where it is Monday already',
      '2026-11-29T22:00:00Z',
      'Asia/Tokyo',
      '2026-11-30T00:00:00.000Z',
    ],
    ['in New York, after its Friday', '2026-11-28T02:00:00Z', 'America/New_York', '2026-11-30T14:00:00.000Z'],
    ['in a zone of half an hour', '2026-11-30T00:00:00Z', 'Asia/Kolkata', '2026-11-30T03:30:00.000Z'],
    [
      'on the day after clocks went forward',
      '2026-03-27T12:00:00Z',
      'Europe/Berlin',
      '2026-03-30T07:00:00.000Z',
    ],
    [
      'on the day after clocks went back',
      '2026-10-23T12:00:00Z',
      'Europe/Berlin',
      '2026-10-26T08:00:00.000Z',
    ],
    [
      'by UTC in a zone that nobody knows',
      '2026-11-30T05:00:00Z',
      'Mars/Olympus',
      '2026-11-30T09:00:00.000Z',
    ],
  ])('is %s', (_, from, zone, expected) => {
    expect(next(from, zone)).toBe(expected);
  });

  test('is after now, within four days, on a working day at nine, in any zone', () => {
    const zones = [
      'UTC',
      'Asia/Tokyo',
      'America/St_Johns',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Europe/Berlin',
    ];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (now, timeZone) => {
          const at = nextLookAt(now, timeZone);
          const shown = new Intl.DateTimeFormat('en-US', {
            timeZone,
            hourCycle: 'h23',
            weekday: 'short',
            hour: '2-digit',
            minute: '2-digit',
          }).format(at);
          expect(shown).toMatch(/^(Mon|Tue|Wed|Thu|Fri),? 09:00$/);
          expect(at.getTime() - now.getTime()).toBeGreaterThan(0);
          expect(at.getTime() - now.getTime()).toBeLessThanOrEqual(73 * 3_600_000);
        },
      ),
    );
  });
});

test('nobody is told at night or on a weekend', () => {
  const told = (at: string) => isTimeToTell(new Date(at), 'Asia/Tokyo');
  expect([
    told('2026-11-30T00:00:00Z'),
    told('2026-11-29T23:59:59Z'),
    told('2026-11-30T12:00:00Z'),
    told('2026-11-28T03:00:00Z'),
  ]).toEqual([true, false, true, false]);
});
