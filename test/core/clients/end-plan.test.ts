import { describe, expect, test } from 'vitest';
import {
  dueAt,
  endAfterWarning,
  isTaken,
  lastWarningsInTime,
  nextEndLook,
  nextWarning,
  type Warning,
  warningAt,
  WARNINGS,
} from '../../../src/core/clients/ending/end-plan.js';
import type { EndNews, EndProgress } from '../../../src/core/model/client-record.js';
import { aiko, ben } from '../records.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const createdAt = '2026-11-01T00:00:00.000Z';
const end = Date.parse('2027-01-01T00:00:00.000Z');
const [two, one, last] = WARNINGS;

const before = (days: number): Date => new Date(end - days * DAY_MS);
const ending = (progress: Partial<EndProgress> = {}) => ({
  createdAt,
  endsAt: new Date(end).toISOString(),
  end: { news: [], ...progress },
});
const news = ({ about }: Warning, state: EndNews['state'], at = before(2), person = aiko): EndNews => ({
  about,
  person,
  as: 'owner',
  state,
  at: at.toISOString(),
});

describe('the warnings before an end', () => {
  test('go out half a day before the 14th, the 7th and the last day', () => {
    expect(WARNINGS.map((warning) => new Date(dueAt(ending(), warning)))).toEqual(
      [14.5, 7.5, 1.5].map(before),
    );
  });

  test('follow each other, and the client is looked at when the next one is due, or at its end', () => {
    expect([undefined, 14, 7, 1].map((warned) => nextWarning(ending({ warned })))).toEqual([
      two,
      one,
      last,
      undefined,
    ]);
    expect([undefined, 14, 7, 1].map((warned) => nextEndLook(ending({ warned })))).toEqual(
      [14.5, 7.5, 1.5, 0].map(before),
    );
    const { endsAt } = ending();
    expect(nextWarning({ createdAt, endsAt })).toBe(two);
  });

  test('leave out what would come within a day after the end was set, but never the last one', () => {
    const setAt = (days: number): string => before(days).toISOString();
    expect(nextWarning(ending({ setAt: setAt(15.5) }))).toBe(two);
    expect(nextWarning(ending({ setAt: setAt(15.4) }))).toBe(one);
    expect(nextWarning(ending({ setAt: setAt(8.4) }))).toBe(last);
    expect(nextWarning(ending({ setAt: setAt(0.5) }))).toBe(last);
    const { endsAt } = ending();
    expect(nextWarning({ endsAt, createdAt: setAt(15.4) })).toBe(one);
  });

  test('stand from the moment at which they are due', () => {
    const justBefore = (days: number): Date => new Date(before(days).getTime() - 1);
    expect(warningAt(ending(), justBefore(14.5))).toBeUndefined();
    expect(warningAt(ending(), before(14.5))).toBe(two);
    const taken = ending({ warned: 14, news: [news(two, 'taken')] });
    expect(warningAt(taken, justBefore(7.5))).toBe(two);
    expect(warningAt(taken, before(7.5))).toBe(one);
    expect(warningAt(ending({ warned: 1, news: [news(last, 'taken')] }), before(0))).toBe(last);
  });

  test('wait for one that nobody has heard yet, however late it is', () => {
    expect(warningAt(ending({ warned: 14, news: [news(two, 'refused')] }), before(1))).toBe(two);
    expect(warningAt(ending({ warned: 14, news: [] }), before(1))).toBe(two);
    expect(warningAt(ending({ warned: 14, news: [news(two, 'sending')] }), before(1))).toBe(one);
  });

  test('are heard once Slack has taken one for anybody; the last one also has to be known to stand', () => {
    expect(isTaken({ createdAt }, two)).toBe(false);
    expect(isTaken(ending({ news: [news(two, 'refused'), news(two, 'taken', before(2), ben)] }), two)).toBe(
      true,
    );
    expect(isTaken(ending({ news: [news(two, 'taken')] }), one)).toBe(false);
    expect(isTaken(ending({ news: [news(one, 'sending')] }), one)).toBe(true);
    expect(isTaken(ending({ news: [news(last, 'sending')] }), last)).toBe(false);
    expect(isTaken(ending({ news: [news(last, 'refused')] }), last)).toBe(false);
  });
});

describe('the end', () => {
  const whence = (now: Date) => ({ now, zone: 'UTC' });

  test('stays where a warning comes in time', () => {
    const { endsAt } = ending();
    expect(endAfterWarning(ending(), last, whence(before(1)))).toBe(endsAt);
    expect(endAfterWarning(ending(), one, whence(before(6)))).toBe(endsAt);
    expect(endAfterWarning(ending(), two, whence(before(13)))).toBe(endsAt);
  });

  test('moves to a later midnight where a warning comes late, so that its days are whole', () => {
    const moved = (warning: Warning, days: number): string =>
      endAfterWarning(ending(), warning, whence(before(days)));
    expect(moved(last, 0.99)).toBe('2027-01-02T00:00:00.000Z');
    expect(moved(one, 5.9)).toBe('2027-01-03T00:00:00.000Z');
    expect(moved(two, 12.9)).toBe('2027-01-03T00:00:00.000Z');
    // Slack may take half an hour for the message: a midnight within that is too soon.
    expect(moved(last, 0.02)).toBe('2027-01-03T00:00:00.000Z');
    expect(moved(last, 0.03)).toBe('2027-01-02T00:00:00.000Z');
  });

  test('is reached where Slack took the last warning for somebody a day before, or earlier', () => {
    const inTime = news(last, 'taken', before(1));
    const others = [
      news(last, 'taken', new Date(before(1).getTime() + 1)),
      news(last, 'sending', before(1)),
      news(last, 'refused', before(1)),
      news(one, 'taken', before(7)),
    ];
    expect(lastWarningsInTime(ending({ news: [inTime, ...others] }))).toEqual([inTime]);
    expect(lastWarningsInTime(ending({ news: others }))).toEqual([]);
    expect(lastWarningsInTime({ createdAt })).toEqual([]);
  });
});
