import type { AuditAnchor, AuditRecord } from '../../core/audit/audit-event.js';
import { isFiltered, passesFilter, subjectOf } from '../../core/audit/audit-selection.js';
import type { AuditFiles, AuditTrail } from '../../core/audit/audit-trail.js';
import { Problem } from '../../core/problem.js';
import type { Store } from '../../core/store.js';
import type { SealingKeys } from '../sealing/seal.js';
import { sealAnchor } from './audit-anchor.js';
import { csvWriter } from './audit-csv.js';
import { jsonWriter } from './audit-jsonl.js';
import { anchorKey, auditKey } from './audit-key.js';
import { recordsDigest } from './records-digest.js';

const WRITERS = { csv: csvWriter, jsonl: jsonWriter };

export interface AuditFilesParts {
  readonly trail: Pick<AuditTrail, 'forwards' | 'between' | 'head'>;
  readonly records: Store<AuditRecord>;
  readonly anchors: Store<AuditAnchor>;
  readonly keys: SealingKeys;
}

const cutMeanwhile = (): Problem => new Problem({ kind: 'audit-cut-meanwhile' });

/**
 * Files of the trail, written while it is read: nothing but a few records is ever in memory. A range of time is one of
 * sequence numbers, by where its records stand: replicas' clocks differ, and no gap must result from that.
 */
export function auditFiles({ trail, records, anchors, keys }: AuditFilesParts): AuditFiles {
  return {
    async plan(workspace, selection) {
      const { first, last: end } = await trail.between(workspace, selection);
      if (!isFiltered(selection)) {
        if (selection.until === undefined) return { kind: 'through', first };
        const ending = end < first ? undefined : await records.get(auditKey(workspace, end));
        if (ending === undefined && end >= first) throw cutMeanwhile();
        return { kind: 'range', first, last: end, hash: ending?.hash };
      }
      const last = Number.isFinite(end) ? end : (await trail.head(workspace)).sequence;
      const digest = recordsDigest();
      let count = 0;
      for await (const record of trail.forwards(workspace, first - 1, last, subjectOf(selection))) {
        if (!passesFilter(record, selection)) continue;
        digest.add(record.hash);
        count += 1;
      }
      return { kind: 'selected', first, last, records: count, digest: digest.value() };
    },

    async *lines(own, { format, selection, content }) {
      const { workspace, sequence, hash } = own;
      const write = WRITERS[format];
      const header = write.header();
      if (header !== '') yield header;
      yield write.end({ workspace, sequence, hash });
      if (selection.since === undefined) {
        const anchor = await anchors.get(anchorKey(workspace));
        if ((anchor?.sequence ?? 0) !== content.first - 1) throw cutMeanwhile();
        if (anchor !== undefined) yield write.anchor(sealAnchor(keys, workspace, anchor));
      }
      const last = content.kind === 'through' ? sequence - 1 : content.last;
      let count = 0;
      for await (const record of trail.forwards(workspace, content.first - 1, last, subjectOf(selection))) {
        if (!passesFilter(record, selection)) continue;
        count += 1;
        yield write.record(record);
      }
      // What was cut in the meantime is not missing; what the store has lost is, and verifying the file says so.
      const cutUpTo = (await anchors.get(anchorKey(workspace)))?.sequence ?? 0;
      const isCut = cutUpTo >= content.first && last >= content.first;
      if (isCut || (content.kind === 'selected' && count !== content.records)) throw cutMeanwhile();
      yield write.record(own);
    },
  };
}
