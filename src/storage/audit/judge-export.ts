import type { AuditRecord } from '../../core/audit/audit-event.js';
import { type AuditFileFormat, type AuditSelection, isFiltered } from '../../core/audit/audit-selection.js';
import {
  type ExportContent,
  type ExportStatement,
  exportStatement,
  type PlannedExport,
} from '../../core/audit/export-statement.js';
import { gapToldBy, type TrailGap } from '../../core/audit/trail-gap.js';
import type { FileEnd } from './audit-file-entry.js';
import type { Flaw, ProvedRange, Verdict, VerifiedAnchor } from './verdict.js';

type Content<Kind extends ExportContent['kind']> = Extract<ExportContent, { kind: Kind }>;
type Gap = Extract<Flaw, { kind: 'missing' }>;

/** What was found in a file whose every record is itself as it was written. */
export interface ReadExport {
  readonly format: AuditFileFormat;
  readonly end: (FileEnd & { readonly line: number }) | undefined;
  readonly anchor: (VerifiedAnchor & { readonly line: number }) | undefined;
  readonly first: AuditRecord;
  readonly firstLine: number;
  readonly beforeLast: AuditRecord | undefined;
  readonly last: AuditRecord;
  readonly lastLine: number;
  readonly records: number;
  /** The first gap between two records; `lastGap`: the one just before the last record, which is not among them. */
  readonly gap: Gap | undefined;
  readonly lastGap: Gap | undefined;
  /** Numbers that the bot itself says are missing, each just before the record that says so. */
  readonly toldGaps: readonly TrailGap[];
  /** Over all records but the last. */
  readonly digest: string;
}

/** Holds what is in the file against what its last record, that of the export, says should be in it. */
export function judgeExport(read: ReadExport): Verdict {
  const { format, end, anchor, first, last, lastLine, records } = read;
  const statement = exportStatement(last);
  if (statement === undefined || (end !== undefined && last.sequence < end.sequence)) {
    return read.gap ?? { kind: 'cut-off', line: lastLine, last: last.sequence, end: end?.sequence };
  }
  if (end !== undefined && (last.sequence !== end.sequence || last.hash !== end.hash)) {
    return { kind: 'other-end', line: end.line };
  }
  if (statement.format !== format) return otherExport(read);
  const { selection } = statement;
  const isNew = isPlanned(statement);
  const flaw = isNew ? flawOf(read, statement) : flawOfFormer(read, selection);
  if (flaw !== undefined) return flaw;
  const range = isNew ? rangeOf(statement.content, last) : rangeOfFormer(read, selection);
  return {
    kind: 'sound',
    records,
    first: first.sequence,
    own: last,
    selection,
    range,
    anchor,
    head: undefined,
    gaps: read.toldGaps,
  };
}

const isPlanned = (statement: ExportStatement): statement is PlannedExport => statement.content !== undefined;

const otherExport = ({ lastLine, last: { sequence } }: ReadExport): Flaw => ({
  kind: 'other-export',
  line: lastLine,
  sequence,
});

function flawOf(read: ReadExport, { selection, content }: PlannedExport): Flaw | undefined {
  if (read.end === undefined) return { kind: 'other-end', line: read.anchor?.line ?? read.firstLine };
  const cutUntil = selection.since === undefined ? content.first - 1 : 0;
  if (cutUntil > 0 && read.anchor === undefined) {
    return { kind: 'missing', line: read.firstLine, from: 1, to: cutUntil };
  }
  if ((read.anchor?.sequence ?? 0) !== cutUntil) {
    return { kind: 'anchor-forged', line: read.anchor?.line ?? read.firstLine };
  }
  return content.kind === 'selected' ? flawOfSelected(read, content) : flawOfRange(read, content);
}

function flawOfSelected(read: ReadExport, { records, digest }: Content<'selected'>): Flaw | undefined {
  const found = read.records - 1;
  if (found < records) return { kind: 'selected-missing', expected: records, found };
  if (found > records) return otherExport(read);
  return read.digest === digest ? undefined : { kind: 'selected-rewritten' };
}

function flawOfRange(read: ReadExport, content: Content<'through' | 'range'>): Flaw | undefined {
  const { last, lastLine, gap, lastGap, beforeLast } = read;
  const isThrough = content.kind === 'through';
  const isEmpty = !isThrough && content.last < content.first;
  if (isEmpty) return beforeLast === undefined ? undefined : otherExport(read);
  // A gap at the beginning that the first record tells of is part of what was written.
  const sequence = gapToldBy(read.first)?.from === content.first ? content.first : read.first.sequence;
  if (sequence > content.first) {
    const to = isThrough ? sequence - 1 : Math.min(sequence - 1, content.last);
    return { kind: 'missing', line: read.firstLine, from: content.first, to };
  }
  if (sequence < content.first) return otherExport(read);
  if (gap !== undefined) return gap;
  if (isThrough) return lastGap;
  if (beforeLast === undefined || beforeLast.sequence > content.last) return otherExport(read);
  if (beforeLast.sequence < content.last) {
    return { kind: 'missing', line: lastLine, from: beforeLast.sequence + 1, to: content.last };
  }
  if (beforeLast.hash === content.hash) return undefined;
  return { kind: 'rewritten', line: lastLine, sequence: last.sequence };
}

function rangeOf(content: ExportContent, own: AuditRecord): ProvedRange {
  const { kind, first } = content;
  if (kind === 'through') return { kind: 'every', first, last: own.sequence };
  return { kind: kind === 'range' ? 'every' : 'selected', first, last: content.last };
}

const leavesOut = (selection: AuditSelection): boolean =>
  isFiltered(selection) || selection.until !== undefined;

/** An export whose record does not say what the file holds. */
function flawOfFormer(read: ReadExport, selection: AuditSelection): Flaw | undefined {
  const { end, anchor, first, firstLine } = read;
  if (end !== undefined) return { kind: 'other-end', line: end.line };
  if (leavesOut(selection)) return undefined;
  const { since } = selection;
  const start = (anchor?.sequence ?? 0) + 1;
  if (since === undefined && first.sequence > start) {
    return { kind: 'missing', line: firstLine, from: start, to: first.sequence - 1 };
  }
  if (since !== undefined && Date.parse(first.time) < since.getTime()) return otherExport(read);
  return read.gap ?? read.lastGap;
}

function rangeOfFormer({ anchor, first, last }: ReadExport, selection: AuditSelection): ProvedRange {
  if (leavesOut(selection)) return { kind: 'nothing' };
  const isSure = selection.since === undefined && (anchor === undefined || anchor.isChecked);
  return { kind: isSure ? 'every' : 'every-since', first: first.sequence, last: last.sequence };
}
