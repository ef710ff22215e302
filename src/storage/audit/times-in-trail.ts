import type { AuditRecord } from '../../core/audit/audit-event.js';

/** Clocks of replicas differ, and a record waits for its place: times stand out of order by so much at most. */
const OUT_OF_ORDER_MS = 60_000;
/** After an outcome that may have been written late, so many records are asked when the trail was there. */
const ASK_AT_MOST = 16;

/** Sequence numbers, both included; no record where `last` is `first - 1`. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Reads the record with this number; `undefined` for one that is cut. */
type ReadAt = (sequence: number) => Promise<AuditRecord | undefined>;

/**
 * The number of the first record at or after `time`; `last + 1` when all of the range are older. Halves the range, so
 * it reads about log2 of it, and what was written within a minute before `time`.
 */
export async function firstAtOrAfter(time: Date, { first, last }: Range, at: ReadAt): Promise<number> {
  const start = await halve(time.getTime() - OUT_OF_ORDER_MS, { first, last }, at);
  for (let sequence = start; sequence <= last; sequence += 1) {
    const record = await at(sequence);
    if (record !== undefined && timeOf(record) >= time.getTime()) return sequence;
  }
  return last + 1;
}

/** The number of the last record at or before `time`; `first - 1` when all of the range are younger. */
export async function lastAtOrBefore(time: Date, { first, last }: Range, at: ReadAt): Promise<number> {
  const end = await halve(time.getTime() + OUT_OF_ORDER_MS + 1, { first, last }, at);
  for (let sequence = end - 1; sequence >= first; sequence -= 1) {
    const record = await at(sequence);
    if (record !== undefined && timeOf(record) <= time.getTime()) return sequence;
  }
  return first - 1;
}

const timeOf = (record: AuditRecord): number => Date.parse(record.time);

/** Where in the range the trail reaches `time`, as well as its order allows. */
async function halve(time: number, { first, last }: Range, at: ReadAt): Promise<number> {
  let low = first;
  let high = last + 1;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (await isOlder(time, middle, high, at)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Whether the trail was older than `time` when this record was written. An outcome tells when it happened, which may be
 * hours before it could be written; an attempt tells when it was written. So the next attempt speaks for outcomes.
 */
async function isOlder(time: number, sequence: number, end: number, at: ReadAt): Promise<boolean> {
  for (let next = sequence; next < Math.min(end, sequence + ASK_AT_MOST); next += 1) {
    const record = await at(next);
    if (record === undefined) continue;
    if (timeOf(record) >= time) return false;
    if (record.outcome === 'attempted') return true;
  }
  return true;
}
