import { z } from 'zod';
import { AuditRecord } from '../../core/audit/audit-event.js';
import type { AuditFileFormat } from '../../core/audit/audit-selection.js';
import { WorkspaceId } from '../../core/model/ids.js';
import { SealedAnchor } from './audit-anchor.js';

/** The first entry of a file: which record ends it, so that a file that was cut short is not taken for an older one. */
export const FileEnd = z.strictObject({
  workspace: WorkspaceId,
  ...AuditRecord.pick({ sequence: true, hash: true }).shape,
});
export type FileEnd = z.infer<typeof FileEnd>;

const SCHEMAS = { end: FileEnd, anchor: SealedAnchor, record: AuditRecord } as const;
type Kind = keyof typeof SCHEMAS;

interface Place {
  /** Counts from 1. */
  readonly line: number;
}

interface Written<K extends Kind> extends Place {
  readonly kind: K;
  readonly value: z.infer<(typeof SCHEMAS)[K]>;
  /** Whether the bot writes it with these very characters. */
  readonly isAsWritten: boolean;
}

/** One line of an exported trail as it was read. */
export type AuditFileEntry =
  | Written<'end'>
  | Written<'anchor'>
  | Written<'record'>
  | (Place & { readonly kind: 'unreadable' });

/** How a format writes each kind of entry: with the line's end. */
export interface AuditFileWriter {
  header(): string;
  end(end: FileEnd): string;
  anchor(anchor: SealedAnchor): string;
  record(record: AuditRecord): string;
}

/** An exported trail that is read. */
export interface AuditFileReading {
  readonly format: AuditFileFormat;
  readonly entries: AsyncIterable<AuditFileEntry>;
}

/** What a line holds once it is taken apart, still to be checked. */
export interface Candidate {
  readonly kind: Kind;
  readonly value: unknown;
}

/** Checks what a line seems to hold. Writing it again shows whatever the form of the file lets slip. */
export function entryOf(
  line: number,
  content: string,
  candidate: Candidate | undefined,
  writer: AuditFileWriter,
): AuditFileEntry {
  const isAsWritten = (written: string): boolean => written.replace(/\r?\n$/, '') === content;
  switch (candidate?.kind) {
    case 'end': {
      const { data } = FileEnd.safeParse(candidate.value);
      if (data === undefined) break;
      return { line, kind: 'end', value: data, isAsWritten: isAsWritten(writer.end(data)) };
    }
    case 'anchor': {
      const { data } = SealedAnchor.safeParse(candidate.value);
      if (data === undefined) break;
      return { line, kind: 'anchor', value: data, isAsWritten: isAsWritten(writer.anchor(data)) };
    }
    case 'record': {
      const { data } = AuditRecord.safeParse(candidate.value);
      if (data === undefined) break;
      return { line, kind: 'record', value: data, isAsWritten: isAsWritten(writer.record(data)) };
    }
    case undefined:
      break;
  }
  return { line, kind: 'unreadable' };
}
