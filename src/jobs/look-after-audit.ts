import { nextMark } from '../core/agenda/marks.js';
import type { WorkspaceId } from '../core/model/ids.js';
import type { ToldSoFar } from './tell-audit-channel.js';

/** Records of so long a time are looked after together. */
export const AUDIT_LOOK_EVERY_MS = 10 * 60_000;

export interface LookingAfterAudit {
  readonly workspace: WorkspaceId;
  readonly now: () => Date;
  /** Tells the audit channel what it has not been told. */
  readonly tell: () => Promise<ToldSoFar>;
  /** Cuts what is kept no longer; resolves to when there is something to cut again. */
  readonly cut: () => Promise<Date | undefined>;
  /** Hears why the channel could not be told. */
  readonly notTold: (error: unknown) => void;
}

/**
 * Tells the audit channel, and cuts the trail: a channel that cannot be told does not keep the trail from being cut.
 * Resolves to when there is something to do again, if ever. Failed tries share their instants with new records, so
 * that they do not add up.
 */
export async function lookAfterAudit(looking: LookingAfterAudit): Promise<Date | undefined> {
  const moments = await Promise.all([tellAgainAt(looking), looking.cut()]);
  const known = moments.filter((moment) => moment !== undefined).map((moment) => moment.getTime());
  return known.length === 0 ? undefined : new Date(Math.min(...known));
}

async function tellAgainAt({ workspace, now, tell, notTold }: LookingAfterAudit): Promise<Date | undefined> {
  const again = (): Date => nextMark(now(), AUDIT_LOOK_EVERY_MS, workspace);
  try {
    const { isAll, headDueAt } = await tell();
    // Another replica is posting, and may die before it has said so.
    return isAll ? headDueAt : again();
  } catch (error) {
    notTold(error);
    return again();
  }
}
