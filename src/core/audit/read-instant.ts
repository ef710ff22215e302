import { typedDay } from '../model/typed-day.js';
import { DAY_MS, HOUR_MS } from '../model/durations.js';

const AGO_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };

/**
 * Reads a day (`2026-11-24`, `2026/11/24`, `2026年11月24日`), `2026-11-24T10:00Z`, or how long ago: `12h`, `30d`, `2w`. A
 * day means its first instant in UTC, or its last where `end` is asked for. `undefined` for anything else.
 */
export function readInstant(typed: string, now: Date, edge: 'start' | 'end'): Date | undefined {
  const day = typedDay(typed.normalize('NFKC'));
  const text = day ?? typed;
  const ago = /^(\d{1,4})([hdw])$/.exec(text);
  if (ago !== null) return new Date(now.getTime() - Number(ago[1]) * (AGO_MS[ago[2] ?? ''] ?? 0));
  const isDay = day !== undefined;
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    return undefined;
  const at = new Date(text);
  // A day that its month does not have is taken for one of the next.
  if (Number.isNaN(at.getTime()) || (isDay && at.toISOString().slice(0, 10) !== text)) return undefined;
  return isDay && edge === 'end' ? new Date(at.getTime() + DAY_MS - 1) : at;
}
