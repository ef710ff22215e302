import type { WorkspaceId } from '../model/ids.js';
import type { AuditEvent } from './audit-event.js';
import type { AuditFileFormat, AuditSelection } from './audit-selection.js';
import { concluded, conclusionOf } from './audited.js';
import type { AuditFiles, AuditTrail } from './audit-trail.js';
import { type ExportContent, exportTarget, recordsIn } from './export-statement.js';

export interface Exporting {
  readonly workspace: WorkspaceId;
  readonly audit: AuditTrail;
  readonly auditFiles: AuditFiles;
}

export interface AuditFile {
  /** How many records it will hold, known before it is written. */
  readonly records: number;
  /** The file's lines. May be asked for again, so that the file's length can be known before it is sent. */
  readonly lines: () => AsyncIterable<string>;
}

/**
 * Exports the trail. The export itself is on record before anything leaves. That record says what the file holds and
 * ends it, so a file that lost its end, its beginning or anything between does not verify.
 */
export async function exportAudit(
  { workspace, audit, auditFiles }: Exporting,
  by: Pick<AuditEvent, 'actor' | 'reference' | 'rule'>,
  format: AuditFileFormat,
  selection: AuditSelection,
  deliver: (file: AuditFile) => Promise<void>,
): Promise<void> {
  let content: ExportContent;
  try {
    content = await auditFiles.plan(workspace, selection);
  } catch (error) {
    const unplanned = { ...by, action: 'audit', target: {} } as const;
    await audit.conclude(workspace, concluded(unplanned, conclusionOf(error)));
    throw error;
  }
  const planned = { format, selection, content };
  const facts = { ...by, action: 'audit', target: exportTarget(planned) } as const;
  const own = await audit.append(workspace, { ...facts, outcome: 'attempted' });
  try {
    await deliver({ records: recordsIn(content, own), lines: () => auditFiles.lines(own, planned) });
  } catch (error) {
    await audit.conclude(workspace, concluded(facts, conclusionOf(error)));
    throw error;
  }
  await audit.conclude(workspace, concluded(facts, { outcome: 'done' }));
}
