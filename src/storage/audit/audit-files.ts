import type { AuditAnchor } from '../../core/audit/audit-event.js';
import { isSelected } from '../../core/audit/audit-selection.js';
import type { AuditFiles, AuditTrail } from '../../core/audit/audit-trail.js';
import type { Store } from '../../core/store.js';
import { sealAnchor } from './audit-anchor.js';
import { csvAnchor, csvHeader, csvLine } from './audit-csv.js';
import { jsonAnchor, jsonLine } from './audit-jsonl.js';
import { anchorKey } from './audit-trail.js';
import type { SealingKeys } from '../backends/seal.js';

const FORMATS = {
  csv: { header: csvHeader, anchor: csvAnchor, record: csvLine },
  jsonl: { header: () => '', anchor: jsonAnchor, record: jsonLine },
};

/** Files of the trail, written while it is read: nothing but a few records is ever in memory. */
export function auditFiles(trail: AuditTrail, anchors: Store<AuditAnchor>, keys: SealingKeys): AuditFiles {
  return {
    async *lines(workspace, format, { since, ...selection }, until) {
      const write = FORMATS[format];
      const header = write.header();
      if (header !== '') yield header;
      const anchor = await anchors.get(anchorKey(workspace));
      if (anchor !== undefined) yield write.anchor(sealAnchor(keys, workspace, anchor));
      // By where it stands, not by each record's time: replicas' clocks differ, and gaps must not come of that.
      let begun = since === undefined;
      for await (const record of trail.forwards(workspace, 0, until)) {
        begun ||= since === undefined || isSelected(record, { since });
        if (record.sequence === until || (begun && isSelected(record, selection))) yield write.record(record);
      }
    },
  };
}
