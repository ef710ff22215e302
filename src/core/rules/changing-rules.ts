import type { PersonId, WorkspaceId } from '../model/ids.js';
import type { AllowRule } from '../model/decision.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { Rules } from './rules.js';

/** An admin at work on the rules. */
export interface ChangingRules {
  readonly workspace: WorkspaceId;
  readonly rules: Rules;
  readonly audit: AuditTrail;
  readonly now: () => Date;
  readonly person: PersonId;
  /** By which right. */
  readonly rule: AllowRule;
  readonly reference: string;
}
