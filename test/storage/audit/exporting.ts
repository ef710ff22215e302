import { AuditAnchor, AuditRecord } from '../../../src/core/audit/audit-event.js';
import type { AuditFileFormat, AuditSelection } from '../../../src/core/audit/audit-selection.js';
import type { AuditTrail } from '../../../src/core/audit/audit-trail.js';
import { exportAudit } from '../../../src/core/audit/export-audit.js';
import type { WorkspaceId } from '../../../src/core/model/ids.js';
import type { Store } from '../../../src/core/store.js';
import { readAuditFile } from '../../../src/storage/audit/audit-file.js';
import { auditFiles } from '../../../src/storage/audit/audit-files.js';
import { type Verifying, verifyAudit } from '../../../src/storage/audit/verify-audit.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { parseKeys } from '../../../src/storage/sealing/seal.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { ENCRYPTION_KEYS } from '../../encryption-keys.js';
import { collect } from '../servers/stores-under-test.js';
import { aiko, trailOver, workspace } from './trail.js';

export const keys = parseKeys(ENCRYPTION_KEYS);

export interface Exported {
  readonly format?: AuditFileFormat;
  readonly selection?: AuditSelection;
  readonly of?: WorkspaceId;
  /** Where they are not over the backend, as the bot has them. */
  readonly trail?: AuditTrail;
  readonly anchors?: Store<AuditAnchor>;
  /** Called once it is on record, with how many records the file will hold, and before it is written. */
  readonly begun?: (records: number) => Promise<void>;
}

/** Aiko exports the trail that a backend holds: the text of her file. */
export async function exportFile(
  backend: Backend,
  {
    format = 'jsonl',
    selection = {},
    of = workspace,
    trail = trailOver(backend),
    anchors = createStore({ backend, schema: AuditAnchor }),
    begun,
  }: Exported = {},
): Promise<string> {
  const records = createStore({ backend, schema: AuditRecord });
  let text = '';
  await exportAudit(
    { workspace: of, audit: trail, auditFiles: auditFiles({ trail, records, anchors, keys }) },
    { actor: aiko, reference: 'REF', rule: 'workspace-admin' },
    format,
    selection,
    async (file) => {
      await begun?.(file.records);
      text = (await collect(file.lines())).join('');
    },
  );
  return text;
}

async function* inPieces(text: string, size = 1_000): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

/** What `npm run audit:verify` finds in a file. */
export const verifyFile = async (text: string, verifying?: Verifying) =>
  verifyAudit(await readAuditFile(inPieces(text)), verifying);
