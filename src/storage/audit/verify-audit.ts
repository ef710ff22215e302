import { type AuditHead, type AuditRecord, NO_RECORDS } from '../../core/audit/audit-event.js';
import { gapToldBy, type TrailGap } from '../../core/audit/trail-gap.js';
import type { SealingKeys } from '../sealing/seal.js';
import { isGenuine } from './audit-anchor.js';
import { hashOf } from './audit-chain.js';
import type { AuditFileEntry, AuditFileReading } from './audit-file-entry.js';
import { judgeExport, type ReadExport } from './judge-export.js';
import { recordsDigest } from './records-digest.js';
import type { Flaw, Verdict } from './verdict.js';

export interface Verifying {
  /** Without them it cannot be told whether an anchor is the bot's. */
  readonly keys?: SealingKeys;
  /** A head that the audit channel told of. */
  readonly head?: AuditHead;
}

type Entry<Kind extends AuditFileEntry['kind']> = Extract<AuditFileEntry, { kind: Kind }>;
type Gap = Extract<Flaw, { kind: 'missing' }>;

/** Reads an exported trail to its end, or to its first bad record. Holds a few records at a time. */
export async function verifyAudit(
  { format, entries }: AuditFileReading,
  verifying: Verifying = {},
): Promise<Verdict> {
  const walk = new Walk(verifying);
  for await (const entry of entries) {
    const flaw = walk.take(entry);
    if (flaw !== undefined) return flaw;
  }
  const read = walk.read();
  if (read === undefined) return { kind: 'empty' };
  const verdict = judgeExport({ format, ...read });
  const { head } = verifying;
  if (verdict.kind !== 'sound' || head === undefined) return verdict;
  if (walk.headSeen) return { ...verdict, head };
  const { first, own } = verdict;
  return { kind: 'head-absent', sequence: head.sequence, first, last: own.sequence };
}

/** What was found so far of a file that is read line by line. */
class Walk {
  readonly #verifying: Verifying;
  readonly #digest = recordsDigest();
  #end: ReadExport['end'];
  #anchor: Entry<'anchor'> | undefined;
  #first: Entry<'record'> | undefined;
  #beforeLast: AuditRecord | undefined;
  #last: Entry<'record'> | undefined;
  #records = 0;
  /** Before the first record; between two others; before the last. */
  #startGap: Gap | undefined;
  #gap: Gap | undefined;
  #lastGap: Gap | undefined;
  readonly #toldGaps: TrailGap[] = [];
  headSeen = false;

  constructor(verifying: Verifying) {
    this.#verifying = verifying;
  }

  take(entry: AuditFileEntry): Flaw | undefined {
    const { line } = entry;
    switch (entry.kind) {
      case 'unreadable':
        return { kind: 'unreadable', line };
      case 'end':
        return this.#takeEnd(entry);
      case 'anchor':
        return this.#takeAnchor(entry);
      case 'record':
        return this.#takeRecord(entry);
    }
  }

  read(): Omit<ReadExport, 'format'> | undefined {
    if (this.#first === undefined || this.#last === undefined) return undefined;
    const anchor = this.#anchor && {
      line: this.#anchor.line,
      sequence: this.#anchor.value.sequence,
      cutAt: this.#anchor.value.cutAt,
      isChecked: this.#verifying.keys !== undefined,
    };
    return {
      end: this.#end,
      anchor,
      first: this.#first.value,
      firstLine: this.#first.line,
      beforeLast: this.#beforeLast,
      last: this.#last.value,
      lastLine: this.#last.line,
      records: this.#records,
      gap: this.#gap,
      lastGap: this.#lastGap,
      toldGaps: this.#toldGaps,
      digest: this.#digest.value(),
    };
  }

  #takeEnd({ line, value, isAsWritten }: Entry<'end'>): Flaw | undefined {
    if (this.#end !== undefined || this.#anchor !== undefined || this.#last !== undefined) {
      return { kind: 'unreadable', line };
    }
    if (!isAsWritten) return { kind: 'rewritten-line', line };
    this.#end = { ...value, line };
    return undefined;
  }

  #takeAnchor(entry: Entry<'anchor'>): Flaw | undefined {
    const { line, value, isAsWritten } = entry;
    const { keys } = this.#verifying;
    const belongs = this.#anchor === undefined && this.#last === undefined;
    if (!belongs || (keys !== undefined && !isGenuine(keys, value))) return { kind: 'anchor-forged', line };
    if (!isAsWritten) return { kind: 'rewritten-line', line };
    this.#anchor = entry;
    return undefined;
  }

  #takeRecord(entry: Entry<'record'>): Flaw | undefined {
    const { line, value: record } = entry;
    const { hash, ...content } = record;
    const { sequence } = record;
    if (hashOf(content) !== hash) return { kind: 'edited', line, sequence };
    if (!entry.isAsWritten) return { kind: 'rewritten-line', line };
    const flaw = this.#outOfPlace(line, record);
    if (flaw !== undefined) return flaw;
    const { head } = this.#verifying;
    if (sequence === head?.sequence) {
      if (hash !== head.hash) return { kind: 'other-head', line, sequence };
      this.headSeen = true;
    }
    if (this.#last !== undefined) this.#digest.add(this.#last.value.hash);
    this.#first ??= entry;
    this.#beforeLast = this.#last?.value;
    this.#last = entry;
    this.#records += 1;
    return undefined;
  }

  /** Whether the record may follow what stands before it; gaps are noted, since some exports have them. */
  #outOfPlace(line: number, record: AuditRecord): Flaw | undefined {
    const { sequence } = record;
    const before = this.#last?.value ?? this.#anchor?.value ?? NO_RECORDS;
    const { workspace } = this.#last?.value ?? this.#anchor?.value ?? this.#end ?? record;
    if (record.workspace !== workspace) return { kind: 'other-workspace', line, sequence };
    if (sequence <= before.sequence) {
      const left = [this.#startGap, this.#gap, this.#lastGap].find(
        (one) => one !== undefined && sequence >= one.from && sequence <= one.to,
      );
      // What was missed before comes only now: it is the record behind the gap that stands too early.
      if (left !== undefined) return { kind: 'reordered', line: left.line, sequence: left.to + 1 };
      return { kind: 'reordered', line, sequence };
    }
    this.#gap ??= this.#lastGap;
    this.#lastGap = undefined;
    const told = gapToldBy(record);
    const isTold = told?.from === before.sequence + 1 && told.to === sequence - 1;
    if (isTold && record.previousHash === before.hash) {
      this.#toldGaps.push(told);
      return undefined;
    }
    if (sequence > before.sequence + 1) {
      const gap: Gap = { kind: 'missing', line, from: before.sequence + 1, to: sequence - 1 };
      if (this.#last === undefined) this.#startGap = gap;
      else this.#lastGap = gap;
      return undefined;
    }
    return record.previousHash === before.hash ? undefined : { kind: 'rewritten', line, sequence };
  }
}
