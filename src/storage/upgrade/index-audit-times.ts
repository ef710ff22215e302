import { AuditRecord } from '../../core/audit/audit-event.js';
import type { PutPart } from '../../core/store.js';
import { auditIndex } from '../audit/audit-index.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';
import type { Migration } from './migration.js';

const ENTRIES_AT_ONCE = 150;

/** Writes the entries by time of trails from before there were any. */
export const indexAuditTimes: Migration['run'] = async (backend, progress) => {
  const records = createStore({ backend, schema: AuditRecord });
  const { timeOf } = auditIndex(backend);
  const commit = committing(backend);
  let read = 0;
  let entries: PutPart[] = [];
  let trail: string | undefined;
  let newest = '';
  const write = async (): Promise<void> => {
    if (entries.length > 0) await commit(entries);
    entries = [];
    progress(read);
  };
  for await (const [, record] of records.scan('audit:')) {
    const { workspace, time } = record;
    if (workspace !== trail) newest = '';
    trail = workspace;
    // An outcome that had to wait for the store is older than records before it: it gets no entry.
    if (time >= newest) {
      newest = time;
      entries.push(...timeOf(record));
    }
    read += 1;
    if (entries.length === ENTRIES_AT_ONCE) await write();
  }
  await write();
};
