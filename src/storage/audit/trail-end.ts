import {
  type AuditAnchor,
  type AuditHead,
  type AuditRecord,
  NO_RECORDS,
} from '../../core/audit/audit-event.js';
import type { WorkspaceId } from '../../core/model/ids.js';
import type { Condition, Store } from '../../core/store.js';
import { anchorKey, auditKey, auditPrefix } from './audit-key.js';

/** Where a chain ends in the store. */
export interface TrailEnd {
  /** The last link: a record, the anchor, or that there is nothing yet. */
  readonly head: AuditHead;
  readonly record: AuditRecord | undefined;
  /** The highest number that was ever given, as far as is known; above that of `head` where records are missing. */
  readonly highest: number;
  /** That this is still the last link, for the batch that appends to it. */
  readonly stands: Condition;
}

export interface TrailEnds {
  /** Asks the store; `highest`: a number that is known to have been given. */
  find(workspace: WorkspaceId, highest: number): Promise<TrailEnd>;
  /** The end behind a record that was just appended. */
  after(record: AuditRecord): TrailEnd;
}

export interface TrailEndParts {
  readonly records: Store<AuditRecord>;
  readonly anchors: Store<AuditAnchor>;
  /** Up to which record somebody was told of the trail. */
  readonly toldUpTo: (workspace: WorkspaceId) => Promise<number>;
}

/** Finds where chains end, by what lies in the store and by what is known to have lain there. */
export function trailEnds({ records, anchors, toldUpTo }: TrailEndParts): TrailEnds {
  const after = (record: AuditRecord): TrailEnd => ({
    head: record,
    record,
    highest: record.sequence,
    stands: records.part.expect(auditKey(record.workspace, record.sequence), record),
  });

  return {
    after,

    async find(workspace, known) {
      const prefix = auditPrefix(workspace);
      const last = { backwards: true, limit: 1 };
      // Numbers before the record: what is appended meanwhile is not missing.
      let highest = Math.max(known, await toldUpTo(workspace));
      for await (const key of records.keys(prefix, last)) {
        const sequence = Number(key.slice(prefix.length));
        if (Number.isSafeInteger(sequence)) highest = Math.max(highest, sequence);
      }
      const anchor = await anchors.get(anchorKey(workspace));
      for await (const [, record] of records.scan(prefix, last)) {
        if (record.sequence <= (anchor?.sequence ?? 0)) break;
        return { ...after(record), highest: Math.max(highest, record.sequence) };
      }
      const head = anchor ?? NO_RECORDS;
      return {
        head,
        record: undefined,
        highest: Math.max(highest, head.sequence),
        stands: anchors.part.expect(anchorKey(workspace), anchor),
      };
    },
  };
}
