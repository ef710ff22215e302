import { type AuditHead, AuditRecord, NO_RECORDS } from '../../core/audit/audit-event.js';
import { exportFacts } from '../../core/audit/audit-selection.js';
import { isGenuine, SealedAnchor } from './audit-anchor.js';
import { hashOf } from './audit-chain.js';
import type { AuditFileEntry } from './audit-file-entry.js';
import type { SealingKeys } from '../backends/seal.js';

export type Flaw =
  /** The line is neither a record nor an anchor. */
  | { readonly kind: 'unreadable'; readonly line: number }
  | { readonly kind: 'edited'; readonly line: number; readonly sequence: number }
  /** Its hash is its own, but it names another record before it: one of the two was written anew. */
  | { readonly kind: 'rewritten'; readonly line: number; readonly sequence: number }
  | { readonly kind: 'missing'; readonly line: number; readonly from: number; readonly to: number }
  | { readonly kind: 'reordered'; readonly line: number; readonly sequence: number }
  | { readonly kind: 'other-workspace'; readonly line: number; readonly sequence: number }
  /** The anchor is not one of the bot with these keys, or stands where none belongs. */
  | { readonly kind: 'anchor-forged'; readonly line: number }
  | { readonly kind: 'cut-off'; readonly line: number; readonly last: number }
  | { readonly kind: 'empty' }
  /** The record that the audit channel tells of is not in the file, or is another. */
  | { readonly kind: 'other-head'; readonly sequence: number };

type Gap = Extract<Flaw, { kind: 'missing' }>;

export interface Sound {
  readonly kind: 'sound';
  readonly records: number;
  readonly first: number;
  readonly head: AuditHead;
  /** Nothing tells whether records are missing: the export was asked to leave some out. */
  readonly isExcerpt: boolean;
  /** Where the chain was cut; `isChecked`: with the keys. */
  readonly anchor:
    | { readonly sequence: number; readonly cutAt: string; readonly isChecked: boolean }
    | undefined;
}

export interface Verifying {
  /** Without them an anchor is taken as it is. */
  readonly keys?: SealingKeys;
  /** A head that the audit channel told of. */
  readonly head?: AuditHead;
}

/** Reads an exported trail to its end, or to its first bad record. Holds two records at a time. */
export async function verifyAudit(
  entries: AsyncIterable<AuditFileEntry>,
  { keys, head }: Verifying = {},
): Promise<Sound | Flaw> {
  let anchor: SealedAnchor | undefined;
  let startGap: Gap | undefined;
  let gap: Gap | undefined;
  let first: AuditRecord | undefined;
  let last: AuditRecord | undefined;
  let lines = 0;
  let records = 0;
  let headSeen = head === undefined;

  for await (const { line, ...entry } of entries) {
    lines = line;
    if (entry.anchor !== undefined) {
      const read = SealedAnchor.safeParse(entry.anchor);
      if (!read.success) return { kind: 'unreadable', line };
      const belongs = anchor === undefined && last === undefined;
      if (!belongs || (keys !== undefined && !isGenuine(keys, read.data)))
        return { kind: 'anchor-forged', line };
      anchor = read.data;
      continue;
    }
    const read = AuditRecord.safeParse(entry.record);
    if (!read.success) return { kind: 'unreadable', line };
    const record = read.data;
    const { hash, ...content } = record;
    const { sequence } = record;
    if (hashOf(content) !== hash) return { kind: 'edited', line, sequence };
    const before = last ?? anchor ?? NO_RECORDS;
    if (record.workspace !== ((last ?? anchor)?.workspace ?? record.workspace)) {
      return { kind: 'other-workspace', line, sequence };
    }
    if (sequence <= before.sequence) {
      const left = [startGap, gap].find(
        (one) => one !== undefined && sequence >= one.from && sequence <= one.to,
      );
      // What was missed before comes only now: it is the record behind the gap that stands too early.
      if (left !== undefined) return { kind: 'reordered', line: left.line, sequence: left.to + 1 };
      return { kind: 'reordered', line, sequence };
    }
    if (sequence > before.sequence + 1) {
      const found: Gap = { kind: 'missing', line, from: before.sequence + 1, to: sequence - 1 };
      if (last === undefined) startGap = found;
      else gap ??= found;
    } else if (record.previousHash !== before.hash) {
      return { kind: 'rewritten', line, sequence };
    }
    if (sequence === head?.sequence) {
      if (hash !== head.hash) return { kind: 'other-head', sequence };
      headSeen = true;
    }
    first ??= record;
    last = record;
    records += 1;
  }

  if (first === undefined || last === undefined) return { kind: 'empty' };
  const facts = exportFacts(last);
  const isExcerpt = facts?.isExcerpt === true;
  if (startGap !== undefined && !isExcerpt && facts?.startsLate !== true) return startGap;
  if (gap !== undefined && !isExcerpt) return gap;
  if (facts === undefined) return { kind: 'cut-off', line: lines, last: last.sequence };
  if (head !== undefined && !headSeen) return { kind: 'other-head', sequence: head.sequence };
  return {
    kind: 'sound',
    records,
    first: first.sequence,
    head: { sequence: last.sequence, hash: last.hash },
    isExcerpt,
    anchor: anchor && { sequence: anchor.sequence, cutAt: anchor.cutAt, isChecked: keys !== undefined },
  };
}
