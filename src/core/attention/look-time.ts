import { DAY_MS, HOUR_MS } from '../model/durations.js';

/** The hour at which people are told, in their zone. */
const LOOK_HOUR = 9;

interface LocalTime {
  /** Midnight of the local day, counted as if the zone were UTC. */
  readonly day: number;
  readonly hour: number;
  /** How far the zone is ahead of UTC. */
  readonly aheadMs: number;
}

function localTime(instant: Date, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  const day = Date.UTC(of('year'), of('month') - 1, of('day'));
  const local = day + of('hour') * HOUR_MS + of('minute') * 60_000 + of('second') * 1_000;
  return { day, hour: of('hour'), aheadMs: local - Math.floor(instant.getTime() / 1_000) * 1_000 };
}

/** A zone that this Node does not know counts as UTC. */
export function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return 'UTC';
    throw error;
  }
}

const isWorkingDay = (day: number): boolean => ![0, 6].includes(new Date(day).getUTCDay());

/** Whether people may be told now: on a working day of the zone, from 09:00 on. */
export function isTimeToTell(now: Date, zone: string): boolean {
  const { day, hour } = localTime(now, knownZone(zone));
  return isWorkingDay(day) && hour >= LOOK_HOUR;
}

/** The next 09:00 of a working day in the zone, after `now`. */
export function nextLookAt(now: Date, zone: string): Date {
  const known = knownZone(zone);
  const { day: today } = localTime(now, known);
  for (let day = today; ; day += DAY_MS) {
    if (!isWorkingDay(day)) continue;
    const guess = new Date(day + LOOK_HOUR * HOUR_MS - localTime(new Date(day), known).aheadMs);
    // Clocks may have changed between midnight UTC and then.
    const at = new Date(day + LOOK_HOUR * HOUR_MS - localTime(guess, known).aheadMs);
    if (at > now) return at;
  }
}
