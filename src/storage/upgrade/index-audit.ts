import { AuditRecord } from '../../core/audit/audit-event.js';
import { auditIndex } from '../audit/audit-index.js';
import { createStore } from '../backends/store.js';
import { batchWriter } from './batch-writer.js';
import type { Migration } from './migration.js';

/** Writes the index entries of trails from before there were any. */
export const indexAudit: Migration['run'] = async (backend, progress) => {
  const records = createStore({ backend, schema: AuditRecord });
  const { entriesOf } = auditIndex(backend);
  const writer = batchWriter(backend);
  let read = 0;
  for await (const [, record] of records.scan('audit:')) {
    await writer.add(entriesOf(record));
    read += 1;
    progress(read);
  }
  await writer.end();
};
