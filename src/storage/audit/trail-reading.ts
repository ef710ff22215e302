import type { AuditAnchor, AuditRecord } from '../../core/audit/audit-event.js';
import type { AuditSubject } from '../../core/audit/audit-selection.js';
import type { AuditTrail } from '../../core/audit/audit-trail.js';
import type { WorkspaceId } from '../../core/model/ids.js';
import type { Store } from '../../core/store.js';
import { type AuditIndex, subjectPrefix } from './audit-index.js';
import { anchorKey, auditKey, auditPrefix, paddedSequence } from './audit-key.js';
import { firstAtOrAfter, lastAtOrBefore } from './times-in-trail.js';

/** A page of Slack's needs a few; who reads on gets many at a time. */
const READ_FIRST = 20;
const READ_AT_ONCE = 100;

export interface TrailReadingParts {
  readonly records: Store<AuditRecord>;
  readonly anchors: Store<AuditAnchor>;
  readonly index: AuditIndex;
  readonly head: AuditTrail['head'];
}

interface Reading {
  /** Begins behind this number, in the direction of the reading; with the first or the last record when absent. */
  readonly after: number | undefined;
  readonly backwards: boolean;
  readonly of: AuditSubject | undefined;
}

/** Reads the trail in ranges, each of a few round trips, whatever its length. */
export function trailReading({
  records,
  anchors,
  index,
  head,
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
    let { after } = reading;
    for (let limit = READ_FIRST; ; limit = READ_AT_ONCE) {
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
    if (start >= until) return;
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

  return {
    forwards,
    backwards,

    async between(workspace, { since, until }) {
      const [{ sequence: newest }, cut] = await Promise.all([head(workspace), cutUpTo(workspace)]);
      const trail = {
        at: (sequence: number) => records.get(auditKey(workspace, sequence)),
        next: async (sequence: number, count: number) =>
          (await page(workspace, { after: sequence, backwards: false, of: undefined }, count)).found,
        forwards: (after: number, last: number) => forwards(workspace, after, last),
        backwards: (before: number) => backwards(workspace, before),
      };
      const kept = { first: cut + 1, last: newest };
      const first = since === undefined ? kept.first : await firstAtOrAfter(since, kept, trail);
      const last = until === undefined ? newest : await lastAtOrBefore(until, { first, last: newest }, trail);
      return { first, last };
    },
  };
}
