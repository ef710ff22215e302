import { AuditRecord } from '../../core/audit/audit-event.js';
import type { PutPart } from '../../core/store.js';
import { auditIndex } from '../audit/audit-index.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';
import type { Migration } from './migration.js';

/** Each has three entries at most: a batch holds them all. */
const RECORDS_AT_ONCE = 150;

/** Writes the index entries of trails from before there were any. */
export const indexAudit: Migration['run'] = async (backend, progress) => {
  const records = createStore({ backend, schema: AuditRecord });
  const { entriesOf } = auditIndex(backend);
  const commit = committing(backend);
  let read = 0;
  let entries: PutPart[] = [];
  const write = async (): Promise<void> => {
    if (entries.length > 0) await commit(entries);
    entries = [];
    progress(read);
  };
  for await (const [, record] of records.scan('audit:')) {
    entries.push(...entriesOf(record));
    read += 1;
    if (read % RECORDS_AT_ONCE === 0) await write();
  }
  await write();
};
