import type { WorkspaceId } from '../model/ids.js';
import type { AuditEvent } from './audit-event.js';
import { type AuditFileFormat, type AuditSelection, exportTarget } from './audit-selection.js';
import { concluded, conclusionOf } from './audited.js';
import type { AuditFiles, AuditTrail } from './audit-trail.js';

export interface Exporting {
  readonly workspace: WorkspaceId;
  readonly audit: AuditTrail;
  readonly auditFiles: AuditFiles;
}

/** Asked for the same file anew each time that it is called, so that its length can be known before it is sent. */
export type AuditFile = () => AsyncIterable<string>;

/**
 * Exports the trail. The export itself is on record before it begins, and that record is the file's last: a
 * file that ends otherwise has lost its end.
 */
export async function exportAudit(
  { workspace, audit, auditFiles }: Exporting,
  by: Pick<AuditEvent, 'actor' | 'reference' | 'rule'>,
  format: AuditFileFormat,
  selection: AuditSelection,
  deliver: (file: AuditFile) => Promise<void>,
): Promise<void> {
  const facts = { ...by, action: 'audit', target: exportTarget(format, selection) };
  const { sequence } = await audit.append(workspace, { ...facts, outcome: 'attempted' });
  try {
    await deliver(() => auditFiles.lines(workspace, format, selection, sequence));
  } catch (error) {
    await audit.conclude(workspace, concluded(facts, conclusionOf(error)));
    throw error;
  }
  await audit.conclude(workspace, concluded(facts, { outcome: 'done' }));
}
