import type { WorkspaceId } from '../model/ids.js';
import { type AuditAct, joinAct, sequencesOf } from './audit-act.js';
import type { AuditRecord } from './audit-event.js';
import { type AuditRange, type AuditSelection, passesFilter, subjectOf } from './audit-selection.js';
import type { AuditTrail } from './audit-trail.js';

/** A rare record is not looked for any further in one go: the page then says how far it went. */
const LOOK_AT_MOST = 5_000;

const EVERY: AuditRange = { first: 1, last: Number.POSITIVE_INFINITY };

/** The start of a page: the newest record, or after or before a given one. */
export type AuditPlace = { readonly before: number } | { readonly after: number } | undefined;

export interface AuditPage {
  /** Newest first. */
  readonly acts: readonly AuditAct[];
  /** The start of the page with older records; absent when there are none. */
  readonly older: AuditPlace;
  readonly newer: AuditPlace;
  /** Older records were not looked at yet, although the page is not full. */
  readonly isCutShort: boolean;
}

/**
 * One page of the trail: of the selected acts `size` at most. `since` and `until` select by where records stand, as in
 * an export.
 */
export async function browseAudit(
  trail: AuditTrail,
  workspace: WorkspaceId,
  selection: AuditSelection,
  place: AuditPlace,
  size: number,
): Promise<AuditPage> {
  const { since, until } = selection;
  const isTimed = since !== undefined || until !== undefined;
  const { first, last } = isTimed ? await trail.between(workspace, selection) : EVERY;
  const subject = subjectOf(selection);
  if (place !== undefined && 'after' in place) {
    const newer = trail.forwards(workspace, Math.max(place.after, first - 1), last, subject);
    const { found, next } = await take(newer, selection, { first, size });
    if (found.length > 0) {
      const numbers = found.flatMap(sequencesOf);
      return {
        acts: found.toReversed(),
        older: { before: Math.min(...numbers) },
        newer: next === undefined ? undefined : { after: Math.max(...numbers) },
        isCutShort: false,
      };
    }
  }
  const before = place !== undefined && 'before' in place ? place.before : undefined;
  const end = Math.min(before ?? Number.POSITIVE_INFINITY, last + 1);
  const older = trail.backwards(workspace, Number.isFinite(end) ? end : undefined, subject);
  const { found, next, looked } = await take(older, selection, { first, size });
  return {
    acts: found,
    older: next === undefined ? undefined : { before: next + 1 },
    newer: before === undefined ? undefined : { after: before - 1 },
    isCutShort: looked === LOOK_AT_MOST && found.length < size,
  };
}

/** The first selected acts, and the sequence of the record at which the next page begins. */
async function take(
  records: AsyncIterable<AuditRecord>,
  selection: AuditSelection,
  { first, size }: { readonly first: number; readonly size: number },
) {
  const found: AuditAct[] = [];
  let looked = 0;
  for await (const record of records) {
    if (record.sequence < first) break;
    if (looked === LOOK_AT_MOST) return { found, next: record.sequence, looked };
    looked += 1;
    if (!passesFilter(record, selection) || joinAct(found, record)) continue;
    if (found.length === size) return { found, next: record.sequence, looked };
    found.push({ record });
  }
  return { found, next: undefined, looked };
}
