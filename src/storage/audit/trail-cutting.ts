import type { AuditAnchor, AuditRecord } from '../../core/audit/audit-event.js';
import type { AuditTrail } from '../../core/audit/audit-trail.js';
import type { WorkspaceId } from '../../core/model/ids.js';
import type { Commit, Part, Store } from '../../core/store.js';
import type { AuditIndex } from './audit-index.js';
import { anchorKey, auditKey } from './audit-key.js';

/** Each has four index entries at most: a batch holds them all. */
const CUT_AT_ONCE = 100;

export interface TrailCuttingParts {
  readonly records: Store<AuditRecord>;
  readonly anchors: Store<AuditAnchor>;
  readonly index: AuditIndex;
  readonly commit: Commit;
  readonly now: () => Date;
}

/** Parts of a batch that removes a record with its index entries; `record` where it can be read. */
export const removing = (
  { records, index }: Pick<TrailCuttingParts, 'records' | 'index'>,
  key: string,
  record: AuditRecord | undefined,
): readonly Part[] => [
  records.part.delete(key),
  ...(record === undefined ? [] : [...index.entriesOf(record), ...index.timeOf(record)]).map(
    ({ key: entry }) => index.marks.part.delete(entry),
  ),
];

/** Removes the oldest part of a trail, in batches. */
export function trailCutting(parts: TrailCuttingParts): Pick<AuditTrail, 'cut' | 'finishCut'> {
  const { records, anchors, commit, now } = parts;

  async function finishCut(workspace: WorkspaceId): Promise<void> {
    const anchor = await anchors.get(anchorKey(workspace));
    if (anchor?.leftFrom === undefined) return;
    const { leftFrom, ...done } = anchor;
    for (let first = leftFrom; first <= done.sequence; first += CUT_AT_ONCE) {
      const count = Math.min(CUT_AT_ONCE, done.sequence - first + 1);
      const keys = Array.from({ length: count }, (_, more) => auditKey(workspace, first + more));
      const left = await records.getAll(keys);
      await commit(keys.flatMap((key, place) => removing(parts, key, left[place])));
    }
    await anchors.replace(anchorKey(workspace), anchor, done);
  }

  return {
    finishCut,

    async cut(workspace, { sequence, hash }, land = commit) {
      const key = anchorKey(workspace);
      for (let anchor = await anchors.get(key); ; ) {
        if (anchor !== undefined && anchor.sequence >= sequence) return;
        const leftFrom = anchor?.leftFrom ?? (anchor?.sequence ?? 0) + 1;
        const next: AuditAnchor = { sequence, hash, cutAt: now().toISOString(), leftFrom };
        // The anchor first: from then on nobody reads what it cuts off, gone or not. It never goes back.
        const standing = anchors.part.expect(key, anchor);
        const landed = await land([standing, anchors.part.put(key, next)]);
        if (landed.kind === 'done') break;
        anchor = standing.standing(landed);
      }
      await finishCut(workspace);
    },
  };
}
