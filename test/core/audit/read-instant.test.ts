import { expect, it } from 'vitest';
import { readInstant } from '../../../src/core/audit/read-instant.js';

const now = new Date('2026-11-24T10:00:00Z');

it.each([
  ['2026-11-01', '2026-11-01T00:00:00.000Z', '2026-11-01T23:59:59.999Z'],
  ['2026/11/1', '2026-11-01T00:00:00.000Z', '2026-11-01T23:59:59.999Z'],
  ['２０２６年１１月１日', '2026-11-01T00:00:00.000Z', '2026-11-01T23:59:59.999Z'],
  ['2026-11-01T08:30Z', '2026-11-01T08:30:00.000Z', '2026-11-01T08:30:00.000Z'],
  ['2026-11-01T08:30:15+09:00', '2026-10-31T23:30:15.000Z', '2026-10-31T23:30:15.000Z'],
  ['12h', '2026-11-23T22:00:00.000Z', '2026-11-23T22:00:00.000Z'],
  ['2w', '2026-11-10T10:00:00.000Z', '2026-11-10T10:00:00.000Z'],
])('%s is an instant', (text, start, end) => {
  expect(readInstant(text, now, 'start')?.toISOString()).toBe(start);
  expect(readInstant(text, now, 'end')?.toISOString()).toBe(end);
});

it.each(['yesterday', '2026-02-30', '2026-13-01', '24.11.2026', '2026-11-01T08:30', '5y', ''])(
  '%s is none',
  (text) => {
    expect(readInstant(text, now, 'start')).toBeUndefined();
  },
);
