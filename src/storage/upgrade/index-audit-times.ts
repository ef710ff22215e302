import { AuditRecord } from '../../core/audit/audit-event.js';
import { auditIndex } from '../audit/audit-index.js';
import { createStore } from '../backends/store.js';
import { batchWriter } from './batch-writer.js';
import type { Migration } from './migration.js';

/** Writes the entries by time of trails from before there were any. */
export const indexAuditTimes: Migration['run'] = async (backend, progress) => {
  const records = createStore({ backend, schema: AuditRecord });
  const { timeOf } = auditIndex(backend);
  const writer = batchWriter(backend);
  let read = 0;
  let trail: string | undefined;
  let newest = '';
  for await (const [, record] of records.scan('audit:')) {
    const { workspace, time } = record;
    if (workspace !== trail) newest = '';
    trail = workspace;
    // An outcome that had to wait for the store is older than records before it: it gets no entry.
    if (time >= newest) {
      newest = time;
      await writer.add(timeOf(record));
    }
    read += 1;
    progress(read);
  }
  await writer.end();
};
