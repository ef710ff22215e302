import { nextMark } from '../core/agenda/marks.js';
import type { WorkspaceId } from '../core/model/ids.js';
import type { AuditHead } from '../core/audit/audit-event.js';
import { audited, type Recording } from '../core/audit/audited.js';
import type { AuditTrail } from '../core/audit/audit-trail.js';
import type { Rules } from '../core/rules/rules.js';
import { DAY_MS } from '../core/model/durations.js';

const CUT = 'cut-audit';

/** The last of the records that are too old. Cutting nothing but former cuts would only lead to the next cut. */
interface OldRecords extends AuditHead {
  readonly isOnlyCuts: boolean;
}

export interface CuttingAudit {
  readonly workspace: WorkspaceId;
  readonly audit: AuditTrail;
  readonly rules: Rules;
  readonly now: () => Date;
  readonly reference: string;
}

/**
 * Cuts the records that the policy no longer keeps; the cut itself is on record before and after. Resolves to when
 * there is something to cut again, if ever.
 */
export async function cutAudit(cutting: CuttingAudit): Promise<Date | undefined> {
  const { workspace, audit, rules, now } = cutting;
  const { auditKeptDays } = (await rules.of(workspace)).policy;
  if (auditKeptDays === undefined) {
    await audit.finishCut(workspace);
    return undefined;
  }
  const last = await lastBefore(audit, workspace, now().getTime() - auditKeptDays * DAY_MS);
  if (last === undefined || last.isOnlyCuts) await audit.finishCut(workspace);
  else await cutUpTo(cutting, last, auditKeptDays);
  for await (const oldest of audit.forwards(workspace, 0)) {
    const tooOldAt = Date.parse(oldest.time) + auditKeptDays * DAY_MS;
    // Former cuts alone are left standing: the next record has them looked at again.
    if (oldest.action === CUT && tooOldAt <= now().getTime()) return undefined;
    // Once a day at most: each cut adds records of its own.
    return nextMark(new Date(Math.max(tooOldAt, now().getTime())), DAY_MS, workspace);
  }
  return undefined;
}

async function cutUpTo(
  { workspace, audit, reference }: CuttingAudit,
  last: AuditHead,
  auditKeptDays: number,
): Promise<void> {
  const facts = {
    actor: 'bot',
    action: CUT,
    target: { subject: `records up to ${last.sequence}, older than ${auditKeptDays} days` },
    reference,
  } as const;
  const work = (recording: Recording): Promise<void> => audit.cut(workspace, last, recording());
  await audited({ audit, workspace, facts, work });
}

/** The record behind which everything is younger; only what will be cut is read. */
async function lastBefore(
  audit: AuditTrail,
  workspace: WorkspaceId,
  time: number,
): Promise<OldRecords | undefined> {
  let last: OldRecords | undefined;
  for await (const { sequence, hash, time: at, action } of audit.forwards(workspace, 0)) {
    if (Date.parse(at) >= time) break;
    last = { sequence, hash, isOnlyCuts: (last?.isOnlyCuts ?? true) && action === CUT };
  }
  return last;
}
