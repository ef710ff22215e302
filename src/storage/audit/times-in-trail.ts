import type { AuditRecord } from '../../core/audit/audit-event.js';

/** Clocks of replicas differ, and a record waits for its place: times stand out of order by so much at most. */
const OUT_OF_ORDER_MS = 60_000;

/** The source of the records, some of which have an entry by their time. */
export interface TimedTrail {
  /** The number of the last record with an entry that is not younger than this; `undefined` where there is none. */
  readonly lastEntryUntil: (time: Date) => Promise<number | undefined>;
  /** The number of the first record with an entry that is younger than this; `undefined` where there is none. */
  readonly firstEntryAfter: (time: Date) => Promise<number | undefined>;
  /** Records behind the one numbered `after`, oldest first, up to `last` or to the newest. */
  readonly forwards: (after: number, last?: number) => AsyncIterable<AuditRecord>;
}

/**
 * The number of the first record at or after `time`, from `first` on; one more than that of the newest when all are
 * older. Reads what was written within a minute before it, and some records more.
 */
export async function firstAtOrAfter(time: Date, first: number, trail: TimedTrail): Promise<number> {
  let behind = await startBefore(time, first, trail);
  for await (const record of trail.forwards(behind)) {
    if (timeOf(record) >= time.getTime()) return record.sequence;
    behind = record.sequence;
  }
  return behind + 1;
}

/**
 * The number of the last record at or before `time`, where the trail reaches it; `first - 1` when all from `first` on are
 * younger. Reads what was written within a minute around it, and some records more.
 */
export async function lastAtOrBefore(time: Date, first: number, trail: TimedTrail): Promise<number> {
  const behind = new Date(time.getTime() + OUT_OF_ORDER_MS);
  const [before, end] = await Promise.all([startBefore(time, first, trail), trail.firstEntryAfter(behind)]);
  let last = before;
  for await (const record of trail.forwards(before, end)) {
    // An outcome tells when it happened, which may be hours before it could be written; an attempt when it was written.
    if (record.outcome === 'attempted' && record.time > behind.toISOString()) break;
    if (timeOf(record) <= time.getTime()) last = record.sequence;
  }
  return last;
}

/** The number of a record that is older than `time`, as all before it are; `first - 1` where none is known to be. */
async function startBefore(time: Date, first: number, trail: TimedTrail): Promise<number> {
  const entry = await trail.lastEntryUntil(new Date(time.getTime() - OUT_OF_ORDER_MS));
  return Math.max(first - 1, entry ?? 0);
}

const timeOf = (record: AuditRecord): number => Date.parse(record.time);
