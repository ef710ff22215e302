import type { AuditAnchor, AuditRecord } from '../../core/audit/audit-event.js';
import type { AuditSubject } from '../../core/audit/audit-selection.js';
import type { AuditTrail } from '../../core/audit/audit-trail.js';
import type { WorkspaceId } from '../../core/model/ids.js';
import type { Store } from '../../core/store.js';
import { type AuditIndex, subjectPrefix, timePrefix } from './audit-index.js';
import { anchorKey, auditKey, auditPrefix, paddedSequence } from './audit-key.js';
import { firstAtOrAfter, lastAtOrBefore, type TimedTrail } from './times-in-trail.js';

/** A page of Slack's needs a few; who reads on gets many at a time. */
const READ_FIRST = 20;
const READ_AT_ONCE = 100;
/** What lies between a time and the entry by which it is found, on a trail with a record a second. */
const READ_FOR_TIME = 80;

export interface TrailReadingParts {
  readonly records: Store<AuditRecord>;
  readonly anchors: Store<AuditAnchor>;
  readonly index: AuditIndex;
}

interface Reading {
  /** Begins behind this number, in the direction of the reading; with the first or the last record when absent. */
  readonly after: number | undefined;
  readonly backwards: boolean;
  readonly of: AuditSubject | undefined;
  /** How many are read first; a page of Slack's when absent. */
  readonly first?: number;
}

/** Reads the trail in ranges, each of a few round trips, whatever its length. */
export function trailReading({
  records,
  anchors,
  index,
}: TrailReadingParts): Pick<AuditTrail, 'forwards' | 'backwards' | 'between'> {
  const cutUpTo = async (workspace: WorkspaceId): Promise<number> =>
    (await anchors.get(anchorKey(workspace)))?.sequence ?? 0;

  /** The next records, and the number of the last one that was looked at; without it there are no more. */
  async function page(
    workspace: WorkspaceId,
    { after, backwards, of }: Reading,
    limit: number,
  ): Promise<{ readonly found: readonly AuditRecord[]; readonly last: number | undefined }> {
    const prefix = of === undefined ? auditPrefix(workspace) : subjectPrefix(workspace, of);
    const range = {
      limit,
      backwards,
      ...(after !== undefined && { after: `${prefix}${paddedSequence(after)}` }),
    };
    if (of === undefined) {
      const found: AuditRecord[] = [];
      for await (const [, record] of records.scan(prefix, range)) found.push(record);
      return { found, last: found.length < limit ? undefined : found.at(-1)?.sequence };
    }
    const sequences: number[] = [];
    for await (const key of index.marks.keys(prefix, range)) sequences.push(Number(key.slice(prefix.length)));
    if (sequences.length === 0) return { found: [], last: undefined };
    const read = await records.getAll(sequences.map((sequence) => auditKey(workspace, sequence)));
    return {
      found: read.filter((record) => record !== undefined),
      last: sequences.length < limit ? undefined : sequences.at(-1),
    };
  }

  async function* read(workspace: WorkspaceId, reading: Reading): AsyncGenerator<AuditRecord> {
    let { after, first: limit = READ_FIRST } = reading;
    for (; ; limit = READ_AT_ONCE) {
      const { found, last } = await page(workspace, { ...reading, after }, limit);
      yield* found;
      if (last === undefined) return;
      after = last;
    }
  }

  async function* forwards(
    workspace: WorkspaceId,
    after: number,
    until = Number.POSITIVE_INFINITY,
    of?: AuditSubject,
  ): AsyncGenerator<AuditRecord> {
    const start = Math.max(after, await cutUpTo(workspace));
    for await (const record of read(workspace, { after: start, backwards: false, of })) {
      if (record.sequence > until) return;
      yield record;
    }
  }

  async function* backwards(
    workspace: WorkspaceId,
    before?: number,
    of?: AuditSubject,
  ): AsyncGenerator<AuditRecord> {
    const cut = await cutUpTo(workspace);
    for await (const record of read(workspace, { after: before, backwards: true, of })) {
      if (record.sequence <= cut) return;
      yield record;
    }
  }

  /** The sequence at the end of the first key. */
  async function sequenceOf(keys: AsyncIterable<string>): Promise<number | undefined> {
    for await (const key of keys) return Number(key.slice(key.lastIndexOf(':') + 1));
    return undefined;
  }

  const timed = (workspace: WorkspaceId): TimedTrail => {
    const prefix = timePrefix(workspace);
    // Behind all entries of that instant: a number never sorts so high.
    const behind = (time: Date): string => `${prefix}${time.toISOString()}:~`;
    return {
      lastEntryUntil: (time) =>
        sequenceOf(index.marks.keys(prefix, { after: behind(time), limit: 1, backwards: true })),
      firstEntryAfter: (time) => sequenceOf(index.marks.keys(prefix, { after: behind(time), limit: 1 })),
      async *forwards(after, last = Number.POSITIVE_INFINITY) {
        const reading = { after, backwards: false, of: undefined, first: READ_FOR_TIME };
        for await (const record of read(workspace, reading)) {
          if (record.sequence > last) return;
          yield record;
        }
      },
    };
  };

  return {
    forwards,
    backwards,

    async between(workspace, { since, until }) {
      const first = (await cutUpTo(workspace)) + 1;
      const trail = timed(workspace);
      const start = since === undefined ? first : await firstAtOrAfter(since, first, trail);
      const last = until === undefined ? Number.POSITIVE_INFINITY : await lastAtOrBefore(until, start, trail);
      return { first: start, last };
    },
  };
}
