import type { WorkspaceId } from '../model/ids.js';
import type { AuditTrail } from './audit-trail.js';
import {
  type AuditConclusion,
  type AuditFacts,
  concluded,
  conclusionOf,
  DONE,
  type Recording,
} from './audited.js';

/** An act that changes nothing outside the store, and what its record says. */
export interface AuditedChange<Result> {
  readonly audit: AuditTrail;
  readonly workspace: WorkspaceId;
  readonly facts: AuditFacts;
  /** Changes the store with one commit of `recording` at most. */
  readonly work: (recording: Recording) => Promise<Result>;
  /** What the record says of a result with which nothing was changed; absent where there is no such result. */
  readonly unchanged?: (result: Result) => AuditConclusion;
}

/**
 * Does an act that is a change of the store: the change and its record are one batch, so neither exists without the
 * other. An act that changes nothing is on record all the same.
 */
export async function auditedChange<Result>({
  audit,
  workspace,
  facts,
  work,
  unchanged = () => DONE,
}: AuditedChange<Result>): Promise<Result> {
  let isOnRecord = false;
  const recording: Recording =
    (conclusion = DONE) =>
    async (parts) => {
      const landed = await audit.appendWith(workspace, concluded(facts, conclusion), parts);
      isOnRecord = landed.kind === 'done';
      return landed;
    };
  let result: Result;
  try {
    result = await work(recording);
  } catch (error) {
    if (!isOnRecord) await audit.conclude(workspace, concluded(facts, conclusionOf(error)));
    throw error;
  }
  if (!isOnRecord) await audit.conclude(workspace, concluded(facts, unchanged(result)));
  return result;
}
