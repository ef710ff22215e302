import type { AuditRecord } from './audit-event.js';

/** An act as it is read: its outcome, and its attempt where that was recorded by itself before it. */
export interface AuditAct {
  readonly record: AuditRecord;
  readonly attempt?: AuditRecord;
}

/** Whether one record is the attempt of which the other one is the outcome. */
function isAttemptOf(attempt: AuditRecord, outcome: AuditRecord): boolean {
  return (
    attempt.outcome === 'attempted' &&
    outcome.outcome !== 'attempted' &&
    attempt.sequence < outcome.sequence &&
    attempt.reference === outcome.reference &&
    attempt.action === outcome.action &&
    attempt.actor === outcome.actor
  );
}

/** Adds a record to acts that lack one of their two records; `false` when it belongs to none of them. */
export function joinAct(acts: AuditAct[], record: AuditRecord): boolean {
  const index = acts.findLastIndex(
    (act) =>
      act.attempt === undefined && (isAttemptOf(record, act.record) || isAttemptOf(act.record, record)),
  );
  const act = acts[index];
  if (act === undefined) return false;
  acts[index] =
    record.outcome === 'attempted' ? { ...act, attempt: record } : { record, attempt: act.record };
  return true;
}

/** The numbers of the records of an act. */
export const sequencesOf = ({ record, attempt }: AuditAct): readonly number[] =>
  attempt === undefined ? [record.sequence] : [attempt.sequence, record.sequence];
