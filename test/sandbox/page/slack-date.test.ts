import { expect, test } from 'vitest';
import { formatSlackDate } from '../../../sandbox/page/src/text/slack-date.js';

const seconds = Date.parse('2026-03-01T23:30:00Z') / 1000;
const now = new Date('2026-03-02T12:00:00Z');

test('two people see one moment each in their own zone and language', () => {
  const shown = (locale: string, tz: string): string =>
    formatSlackDate(seconds, '{date_short_pretty} {time}', 'then', { locale, tz, now }).replaceAll(
      '\u202f',
      ' ',
    );
  expect([shown('en-US', 'America/New_York'), shown('ja-JP', 'Asia/Tokyo')]).toEqual([
    'yesterday 6:30 PM',
    '今日 8:30',
  ]);
});

test('a day further away is written out', () => {
  const reader = { locale: 'en-US', tz: 'UTC', now: new Date('2026-05-01T00:00:00Z') };
  expect(formatSlackDate(seconds, '{date_long_pretty}, {date_num}', 'then', reader)).toBe(
    'Sunday, March 1, 2026, 2026-03-01',
  );
});

test('a token that Slack does not know stays as it is, and a time that is none shows the fallback', () => {
  const reader = { locale: 'en-US', tz: 'UTC', now };
  expect([
    formatSlackDate(seconds, '{week}', 'then', reader),
    formatSlackDate(Number.NaN, '{time}', 'then', reader),
  ]).toEqual(['{week}', 'then']);
});
