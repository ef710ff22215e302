import type { Approval } from './approvals.js';
import type { ClientRequest } from './request.js';
import { DAY_MS, HOUR_MS } from '../model/durations.js';

const SATURDAY = 6;
const SUNDAY = 0;

/** Whether nobody is to be reminded then: Saturdays and Sundays, by UTC, because a workspace has no time zone. */
export function isWeekend(at: Date): boolean {
  return at.getUTCDay() === SATURDAY || at.getUTCDay() === SUNDAY;
}

/** Milliseconds from one moment to another that are on working days. */
export function workingTime(from: Date, to: Date): number {
  let worked = 0;
  let at = from.getTime();
  while (at < to.getTime()) {
    const nextDay = Math.min(to.getTime(), (Math.floor(at / DAY_MS) + 1) * DAY_MS);
    if (!isWeekend(new Date(at))) worked += nextDay - at;
    at = nextDay;
  }
  return worked;
}

/**
 * After how many hours of working days the reminder of this number (from 1) is due: 4, 8 and 16, then with
 * pauses that go on doubling and are never shorter than a day: 40, 64, 128, …
 */
export function dueAfterHours(number: number): number {
  const doubled = 4 * 2 ** (number - 1);
  return number <= 3 ? doubled : Math.max(doubled, dueAfterHours(number - 1) + 24);
}

/** The number of the last reminder that is due by now; 0 before the first, and on weekends, whatever was missed. */
export function reminderDue(asked: Date, now: Date): number {
  if (isWeekend(now)) return 0;
  const hours = workingTime(asked, now) / HOUR_MS;
  let number = 0;
  while (dueAfterHours(number + 1) <= hours) number += 1;
  return number;
}

/** When the next reminder after `now` is due, and not on a weekend. */
export function nextReminderAt(asked: Date, now: Date): Date {
  const worked = workingTime(asked, now) / HOUR_MS;
  let number = 1;
  while (dueAfterHours(number) <= worked) number += 1;
  let left = dueAfterHours(number) * HOUR_MS;
  for (let at = asked.getTime(); ; ) {
    const nextDay = (Math.floor(at / DAY_MS) + 1) * DAY_MS;
    if (!isWeekend(new Date(at))) {
      if (left < nextDay - at) return new Date(at + left);
      left -= nextDay - at;
    }
    at = nextDay;
  }
}

/** An approval that nobody collects is reminded of so long before its end, and never before its last quarter. */
const COLLECT_REMINDER_MS = 12 * HOUR_MS;

/**
 * When an approval is reminded of that waits to be collected: on the Friday before, if that is on a weekend and
 * not before the approval.
 */
export function collectReminderAt({ at, collectBy }: Pick<Approval, 'at' | 'collectBy'>): Date {
  const [approved, end] = [Date.parse(at), Date.parse(collectBy)];
  const due = new Date(end - Math.min(COLLECT_REMINDER_MS, (end - approved) / 4));
  let onFriday = due;
  while (isWeekend(onFriday)) onFriday = new Date(onFriday.getTime() - DAY_MS);
  return onFriday.getTime() > approved ? onFriday : due;
}

/** Whether the requester is to be reminded now that an approval waits for them; once is enough. */
export function isCollectReminderDue({ state }: ClientRequest, now: Date): boolean {
  if (state.kind !== 'approved' || now.getTime() >= Date.parse(state.approval.collectBy)) return false;
  return now.getTime() >= collectReminderAt(state.approval).getTime();
}
