import type { Logger } from 'pino';
import type { SetAside } from '../storage/backends/unreadable-record.js';
import { SHARED_RECORDS, WORKSPACE_RECORDS } from '../storage/records/workspace-records.js';

/** A store whose every record is broken does not flood the log. */
const TOLD_AT_MOST = 1_000;

/** Tells the operator of each record that cannot be read: one line and one count for each, in this process. */
export function tellOfUnreadable(log: Logger, count: (kind: string) => void): SetAside {
  const told = new Set<string>();
  return ({ key, message }) => {
    if (told.has(key) || told.size >= TOLD_AT_MOST) return;
    told.add(key);
    const kind = kindOf(key);
    count(kind);
    log.error({ record: key, kind }, `${message}: it is set aside, and the others are read without it`);
  };
}

function kindOf(key: string): string {
  const [kind = ''] = key.split(':', 1);
  return kind in WORKSPACE_RECORDS || SHARED_RECORDS.includes(kind) ? kind : 'other';
}
