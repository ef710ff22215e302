import { typedDay } from './typed-day.js';
import { DAY_MS, HOUR_MS } from './durations.js';

/** No day begins further from midnight UTC than this, in any zone. */
const FURTHEST_MS = 15 * HOUR_MS;
/** Nothing ends further off than this. */
export const DAYS_AHEAD_AT_MOST = 3_650;

/** The moment at which somebody says when something is to end, and their time zone (IANA), as Slack tells it. */
export interface Whence {
  readonly now: Date;
  readonly zone: string;
}

/** Why what was typed is no end. */
export type UntilBroken = 'unreadable' | 'no-such-day' | 'past' | 'too-far';

export type ReadUntil =
  | { readonly kind: 'until'; readonly at: Date }
  | { readonly kind: 'broken'; readonly why: UntilBroken };

/**
 * Reads an end as people type it: a day (`2027-03-31`, `2027/3/31`, `2027年3月31日`), or so many days or weeks from today
 * (`90d`, `12w`, `90日`, `12週間`). It ends with that day, at midnight in the person's zone. Today is the earliest.
 */
export function readUntil(typed: string, { now, zone }: Whence): ReadUntil {
  // Full-width digits and signs are what a Japanese keyboard types.
  const text = typed
    .normalize('NFKC')
    .replaceAll(/[‐‑‒–—−]/gu, '-')
    .trim()
    .toLowerCase();
  const today = dayOf(now, zone);
  const day = dayNamed(text, today);
  if (typeof day === 'string') return { kind: 'broken', why: day };
  if (day < today) return { kind: 'broken', why: 'past' };
  if (day - today > DAYS_AHEAD_AT_MOST) return { kind: 'broken', why: 'too-far' };
  return { kind: 'until', at: endOf(day, zone) };
}

/** The end of the day that is so many days from today. */
export const endAfterDays = (days: number, { now, zone }: Whence): Date =>
  endOf(dayOf(now, zone) + days, zone);

/** The last day before an end, as it is typed. */
export function lastDayBefore(end: Date, zone: string): string {
  const day = new Date(dayOf(new Date(end.getTime() - 1), zone) * DAY_MS);
  return day.toISOString().slice(0, 10);
}

/** A day of the calendar, counted from 1970-01-01. */
type Day = number;

function dayNamed(text: string, today: Day): Day | Exclude<UntilBroken, 'past'> {
  const [, number, unit = ''] = /^([1-9]\d*)\s?([dw]|[日週]間?)$/u.exec(text) ?? [];
  if (number !== undefined) {
    const days = Number(number) * (/^[w週]/u.test(unit) ? 7 : 1);
    return days > DAYS_AHEAD_AT_MOST ? 'too-far' : today + days;
  }
  const named = typedDay(text);
  if (named === undefined) return 'unreadable';
  const midnight = new Date(`${named}T00:00:00Z`);
  // JavaScript takes February 30 for March 2.
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(named);
  return exists ? midnight.getTime() / DAY_MS : 'no-such-day';
}

/** The day that it is in a zone. */
function dayOf(instant: Date, zone: string): Day {
  const parts = calendarOf(zone).formatToParts(instant);
  const partOf = (type: 'year' | 'month' | 'day'): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(partOf('year'), partOf('month') - 1, partOf('day')) / DAY_MS;
}

/** The first instant of the next day, also where clocks are put forward at midnight or a zone leaves a day out. */
function endOf(day: Day, zone: string): Date {
  const midnight = (day + 1) * DAY_MS;
  let [before, after] = [midnight - FURTHEST_MS, midnight + FURTHEST_MS];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(new Date(middle), zone) > day) after = middle;
    else before = middle;
  }
  return new Date(after);
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** A zone that this Node does not know counts as UTC. */
function calendarOf(zone: string): Intl.DateTimeFormat {
  const known = calendars.get(zone);
  if (known !== undefined) return known;
  const calendar = calendarIn(zone) ?? calendarIn('UTC');
  if (calendar === undefined) throw new Error('there is no calendar of UTC');
  calendars.set(zone, calendar);
  return calendar;
}

function calendarIn(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      calendar: 'gregory',
      numberingSystem: 'latn',
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
