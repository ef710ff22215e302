import type { WorkspaceId } from '../core/model/ids.js';
import type { AuditHead } from '../core/audit/audit-event.js';
import { concluded, conclusionOf } from '../core/audit/audited.js';
import type { AuditTrail } from '../core/audit/audit-trail.js';
import type { Rules } from '../core/rules/rules.js';

const DAY_MS = 24 * 3_600_000;

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
  if (last === undefined) await audit.finishCut(workspace);
  else await cutUpTo(cutting, last, auditKeptDays);
  for await (const oldest of audit.forwards(workspace, 0)) {
    return new Date(Date.parse(oldest.time) + auditKeptDays * DAY_MS);
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
    action: 'cut-audit',
    target: { subject: `records up to ${last.sequence}, older than ${auditKeptDays} days` },
    reference,
  } as const;
  await audit.append(workspace, { ...facts, outcome: 'attempted' });
  try {
    await audit.cut(workspace, last);
  } catch (error) {
    await audit.conclude(workspace, concluded(facts, conclusionOf(error)));
    throw error;
  }
  await audit.conclude(workspace, concluded(facts, { outcome: 'done' }));
}

/** The record behind which everything is younger; only what will be cut is read. */
async function lastBefore(
  audit: AuditTrail,
  workspace: WorkspaceId,
  time: number,
): Promise<AuditHead | undefined> {
  let last: AuditHead | undefined;
  for await (const { sequence, hash, time: at } of audit.forwards(workspace, 0)) {
    if (Date.parse(at) >= time) break;
    last = { sequence, hash };
  }
  return last;
}
