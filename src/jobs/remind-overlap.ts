import type { ClientRecords } from '../core/clients/client-records.js';
import { type Overlap, standingSuccessor } from '../core/clients/issuing/succession.js';
import type { ClientRecord } from '../core/model/client-record.js';
import type { ClientId, WorkspaceId } from '../core/model/ids.js';
import { DAY_MS } from '../core/model/durations.js';

const WEEK_MS = 7 * DAY_MS;

export interface RemindingOfOverlap {
  readonly workspace: WorkspaceId;
  readonly records: ClientRecords;
  readonly now: () => Date;
  readonly remind: (overlap: Overlap) => Promise<void>;
}

/**
 * Reminds the owner of a rotated client at the end of its overlap, and every week from then on, while both clients
 * stand. Resolves to when to look again, if ever.
 */
export async function remindOverlap(reminding: RemindingOfOverlap, id: ClientId): Promise<Date | undefined> {
  const { workspace, records } = reminding;
  const now = reminding.now();
  const record = await records.find(workspace, id);
  const due = record && dueAt(record);
  if (record === undefined || due === undefined) return undefined;
  const successor = await standingSuccessor(reminding, record);
  if (successor === undefined) return undefined;
  if (due > now) return due;

  let before: ClientRecord | undefined;
  // Written first, so that several replicas, or a crash in between, remind once and not twice.
  const standing = await records.change(workspace, id, (current) => {
    const at = dueAt(current);
    before = at !== undefined && at <= now ? current : undefined;
    return before && { ...before, switchRemindedAt: now.toISOString() };
  });
  if (before?.overlapEndsAt === undefined) return standing && dueAt(standing);
  try {
    await reminding.remind({ old: before, successor, until: new Date(before.overlapEndsAt) });
  } catch (error) {
    // The entry falls due again.
    const { switchRemindedAt } = before;
    await records.change(workspace, id, (current) => {
      const changed = { ...current };
      delete changed.switchRemindedAt;
      return { ...changed, ...(switchRemindedAt !== undefined && { switchRemindedAt }) };
    });
    throw error;
  }
  return new Date(now.getTime() + WEEK_MS);
}

/** `undefined` for a client of which nobody is to be reminded. */
function dueAt({ overlapEndsAt, switchRemindedAt, closed }: ClientRecord): Date | undefined {
  if (overlapEndsAt === undefined || closed !== undefined) return undefined;
  const ends = Date.parse(overlapEndsAt);
  return new Date(switchRemindedAt === undefined ? ends : Date.parse(switchRemindedAt) + WEEK_MS);
}
