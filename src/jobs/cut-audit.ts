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

/** Cuts what the policy does not keep any longer; the cut itself is on record before and after. */
export async function cutAudit({ workspace, audit, rules, now, reference }: CuttingAudit): Promise<void> {
  const { auditKeptDays } = (await rules.of(workspace)).policy;
  if (auditKeptDays === undefined) return audit.finishCut(workspace);
  const last = await lastBefore(audit, workspace, now().getTime() - auditKeptDays * DAY_MS);
  if (last === undefined) return audit.finishCut(workspace);

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
