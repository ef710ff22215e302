import type { AuditRecord } from '../../core/audit/audit-event.js';
import type { AuditRange } from '../../core/audit/audit-selection.js';

/** Clocks of replicas differ, and a record waits for its place: times stand out of order by so much at most. */
const OUT_OF_ORDER_MS = 60_000;
/** After an outcome that may have been written late, so many records are asked when the trail was there. */
const ASK_AT_MOST = 16;

/** The source of the records. */
export interface TimedTrail {
  /** The record with this number; `undefined` for one that is cut. */
  readonly at: (sequence: number) => Promise<AuditRecord | undefined>;
  /** So many records behind the one with this number, in one round trip. */
  readonly next: (sequence: number, count: number) => Promise<readonly AuditRecord[]>;
  /** Records behind the one numbered `after`, up to `last`, oldest first. */
  readonly forwards: (after: number, last: number) => AsyncIterable<AuditRecord>;
  /** Records before the one with this number, newest first. */
  readonly backwards: (before: number) => AsyncIterable<AuditRecord>;
}

/**
 * The number of the first record at or after `time`; `last + 1` when all of the range are older. Halves the range, so
 * it reads about log2 of it, and what was written within a minute before `time`.
 */
export async function firstAtOrAfter(
  time: Date,
  { first, last }: AuditRange,
  trail: TimedTrail,
): Promise<number> {
  const start = await halve(time.getTime() - OUT_OF_ORDER_MS, { first, last }, trail);
  for await (const record of trail.forwards(start - 1, last)) {
    if (timeOf(record) >= time.getTime()) return record.sequence;
  }
  return last + 1;
}

/** The number of the last record at or before `time`; `first - 1` when all of the range are younger. */
export async function lastAtOrBefore(
  time: Date,
  { first, last }: AuditRange,
  trail: TimedTrail,
): Promise<number> {
  const end = await halve(time.getTime() + OUT_OF_ORDER_MS + 1, { first, last }, trail);
  for await (const record of trail.backwards(end)) {
    if (record.sequence < first) break;
    if (timeOf(record) <= time.getTime()) return record.sequence;
  }
  return first - 1;
}

const timeOf = (record: AuditRecord): number => Date.parse(record.time);

/** Finds where in the range the trail reaches `time`, as well as its order allows. */
async function halve(time: number, { first, last }: AuditRange, trail: TimedTrail): Promise<number> {
  let low = first;
  let high = last + 1;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (await isOlder(time, middle, high, trail)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Whether the trail was older than `time` when this record was written. An outcome tells when it happened, which may be
 * hours before it could be written; an attempt tells when it was written. So the next attempt speaks for outcomes.
 */
async function isOlder(
  time: number,
  sequence: number,
  end: number,
  { at, next }: TimedTrail,
): Promise<boolean> {
  const first = await at(sequence);
  if (first !== undefined && timeOf(first) >= time) return false;
  if (first?.outcome === 'attempted') return true;
  const count = Math.min(end - sequence, ASK_AT_MOST) - 1;
  for (const record of count === 0 ? [] : await next(sequence, count)) {
    if (record.sequence >= end) break;
    if (timeOf(record) >= time) return false;
    if (record.outcome === 'attempted') return true;
  }
  return true;
}
