import type { WorkspaceId } from '../model/ids.js';
import type { Commit, Landed, Part, Refused } from '../store.js';
import type { AuditEvent, AuditHead, AuditRecord } from './audit-event.js';
import type { AuditRange, AuditSelection, AuditSubject } from './audit-selection.js';
import type { ExportContent, PlannedExport } from './export-statement.js';

/** Every attempt and its outcome: append-only, one hash chain a workspace, without gaps. */
export interface AuditTrail {
  /**
   * Rejects when the record cannot be written, and behind an uninstallation: then the act that it tells of must not
   * happen.
   */
  append(workspace: WorkspaceId, event: AuditEvent): Promise<AuditRecord>;
  /**
   * Appends the record in one batch with further parts: all of them are written, or nothing. Where a condition
   * of the parts does not hold, nothing is written, and it tells what stood.
   */
  appendWith(
    workspace: WorkspaceId,
    event: AuditEvent,
    also: readonly Part[],
  ): Promise<{ readonly kind: 'done'; readonly record: AuditRecord } | Refused>;
  /**
   * Writes the outcome of an act in one batch with what follows from it. Behind an uninstallation the parts are written
   * alone. Rejects when the store does not take them.
   */
  concludeWith(workspace: WorkspaceId, event: AuditEvent, also: readonly Part[]): Promise<Landed>;
  /**
   * Writes the outcome of an act, which has happened either way: a store that does not take the record is
   * tried again behind the scenes. Never rejects for the store's sake. Behind an uninstallation nothing is written.
   */
  conclude(workspace: WorkspaceId, event: AuditEvent): Promise<void>;
  /** The newest record's, asked of the store; sequence 0 when there is none. */
  head(workspace: WorkspaceId): Promise<AuditHead>;
  /**
   * Records behind the one numbered `after`, up to `until` (default: the newest), oldest first. `of`: the subject's
   * alone, and no others are read.
   */
  forwards(
    workspace: WorkspaceId,
    after: number,
    until?: number,
    of?: AuditSubject,
  ): AsyncIterable<AuditRecord>;
  /**
   * Records before the one numbered `before` (default: from the newest), newest first, as far back as they are kept.
   * `of`: the subject's alone, and no others are read.
   */
  backwards(workspace: WorkspaceId, before?: number, of?: AuditSubject): AsyncIterable<AuditRecord>;
  /**
   * Finds the records between two instants: from the first at or after `since` to the last at or before `until`, or without
   * an end. Reads what was written within a minute around each, and some records more.
   */
  between(workspace: WorkspaceId, times: Pick<AuditSelection, 'since' | 'until'>): Promise<AuditRange>;
  /** Whether what the record says is what its hash was made of. */
  isWhole(record: AuditRecord): boolean;
  /**
   * Removes this record and all before it, permanently; the rest still verifies. `commit` writes more in one batch with
   * the anchor, from which on nobody reads them.
   */
  cut(workspace: WorkspaceId, last: AuditHead, commit?: Commit): Promise<void>;
  /** Removes what a cut has left behind that was broken off. */
  finishCut(workspace: WorkspaceId): Promise<void>;
}

/** The trail as files that can be verified without the store. */
export interface AuditFiles {
  /**
   * What a file of this selection will hold. Reads some records only, but all of the range, or of the subject's in it,
   * where records are left out.
   */
  plan(workspace: WorkspaceId, selection: AuditSelection): Promise<ExportContent>;
  /**
   * The lines, each with its end, of the file that was planned. It ends with `own`, the record of the export. Rejects
   * with the problem `audit-cut-meanwhile` when records were cut since it was planned.
   */
  lines(own: AuditRecord, statement: PlannedExport): AsyncIterable<string>;
}
