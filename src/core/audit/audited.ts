import type { WorkspaceId } from '../model/ids.js';
import type { AuditEvent, AuditOutcome } from './audit-event.js';
import type { AuditTrail } from './audit-trail.js';
import { Problem, type ProblemFacts } from '../problem.js';
import type { Commit, Part } from '../store.js';

/** What is known of an act before it happens. */
export type AuditFacts = Omit<AuditEvent, 'outcome' | 'reason'>;

/** The outcome of an act. `target` adds what only the act made known, such as a new client's id. */
export interface AuditConclusion {
  readonly outcome: Exclude<AuditOutcome, 'attempted'>;
  readonly reason?: string;
  readonly target?: AuditEvent['target'];
}

interface Failed {
  readonly outcome: 'refused' | 'failed' | 'ambiguous';
  readonly reason: string;
}

export const DONE: AuditConclusion = { outcome: 'done' };

/** A commit that writes, in the same batch, the act's outcome: this conclusion, or that the act is done. */
export type Recording = (conclusion?: AuditConclusion) => Commit;

/** An act, and what its records say. */
export interface AuditedAct<Result> {
  readonly audit: AuditTrail;
  readonly workspace: WorkspaceId;
  readonly facts: AuditFacts;
  /** Writes what follows from the act with one commit of `recording`: neither is there without the outcome's record. */
  readonly work: (recording: Recording) => Promise<Result>;
  /** What the last record says of a result that `work` has not put on record; without it: that the act is done. */
  readonly outcomeOf?: (result: Result) => AuditConclusion;
  /** Written in one batch with the attempt; their conditions must hold. */
  readonly also?: readonly Part[];
  /** What is wrong where one of those conditions does not hold; without it they always do. */
  readonly otherwise?: ProblemFacts;
  /** Runs while the attempt is written. The act does not happen where this rejects. */
  readonly beside?: () => Promise<unknown>;
}

/**
 * Does what also happens outside the store, and leaves two records of it: the attempt before, the outcome after. The act
 * does not happen if the attempt cannot be written or `beside` rejects; that is put on record once the store takes it.
 */
export async function audited<Result>(act: AuditedAct<Result>): Promise<Result> {
  const { audit, workspace, facts, also = [], otherwise, beside = async () => undefined } = act;
  const attempt = async (): Promise<void> => {
    const written = await audit.appendWith(workspace, { ...facts, outcome: 'attempted' }, also);
    if (written.kind === 'done') return;
    if (otherwise === undefined) throw new Error('what belongs to the attempt stands already');
    throw new Problem(otherwise);
  };
  const [attempted, prepared] = await Promise.allSettled([attempt(), beside()]);
  const failed = attempted.status === 'rejected' ? attempted : prepared;
  if (failed.status === 'rejected') {
    const { outcome, reason } = conclusionOf(failed.reason);
    // Nothing was begun: that is certain. The attempt may be on record. In the background: the person has waited
    // long enough for the store, and what is thrown on says as much as could go wrong here.
    const certain = outcome === 'ambiguous' ? 'failed' : outcome;
    audit.conclude(workspace, concluded(facts, { outcome: certain, reason })).catch(() => undefined);
    throw failed.reason;
  }
  return withOutcome(act, () => true);
}

/**
 * Goes on with an act of which the trail says that it was attempted, and that nobody knew its outcome: one record says
 * that, once it is known.
 */
export const auditedFurther = <Result>(
  act: Pick<AuditedAct<Result>, 'audit' | 'workspace' | 'facts' | 'work' | 'outcomeOf'>,
): Promise<Result> => withOutcome(act, ({ outcome }) => outcome !== 'ambiguous');

/** Does the work, and puts its outcome on record where that says something new. */
async function withOutcome<Result>(
  {
    audit,
    workspace,
    facts,
    work,
    outcomeOf = () => DONE,
  }: Pick<AuditedAct<Result>, 'audit' | 'workspace' | 'facts' | 'work' | 'outcomeOf'>,
  isNew: (conclusion: AuditConclusion) => boolean,
): Promise<Result> {
  let isOnRecord = false;
  const recording: Recording =
    (conclusion = DONE) =>
    async (parts) => {
      const landed = await audit.concludeWith(workspace, concluded(facts, conclusion), parts);
      isOnRecord ||= landed.kind === 'done';
      return landed;
    };
  let result: Result;
  try {
    result = await work(recording);
  } catch (error) {
    const conclusion = conclusionOf(error);
    if (!isOnRecord && isNew(conclusion)) await audit.conclude(workspace, concluded(facts, conclusion));
    throw error;
  }
  if (!isOnRecord) await audit.conclude(workspace, concluded(facts, outcomeOf(result)));
  return result;
}

/** The record of an outcome, from what was known before and what happened. */
export function concluded(facts: AuditFacts, { outcome, reason, target }: AuditConclusion): AuditEvent {
  return {
    ...facts,
    outcome,
    ...(reason !== undefined && { reason }),
    target: { ...facts.target, ...target },
  };
}

/** Deliberate failures that are no refusals. Whatever else the bot says "no" with is one. */
const OUTCOMES: Partial<Record<ProblemFacts['kind'], Failed['outcome']>> = {
  'api-unreachable': 'ambiguous',
  'api-timeout': 'ambiguous',
  'api-failed': 'ambiguous',
  'api-malformed': 'ambiguous',
  'api-credentials-refused': 'failed',
  'api-forbidden': 'failed',
  'api-not-found': 'failed',
  'api-refused': 'failed',
  'api-rate-limited': 'failed',
  'secret-not-delivered': 'failed',
  'successor-refused': 'failed',
  'product-away': 'failed',
  'slack-failed': 'failed',
  'audit-cut-meanwhile': 'failed',
  'list-changed-meanwhile': 'failed',
  'person-unknown': 'failed',
  'store-unavailable': 'ambiguous',
  'record-unreadable': 'ambiguous',
};

/**
 * What a thrown failure means for the trail. After a fault of ours, or of the store, in the middle of an act
 * nobody knows how far it came: that is `ambiguous`, too.
 */
export function conclusionOf(error: unknown): Failed {
  if (!(error instanceof Problem)) return { outcome: 'ambiguous', reason: 'fault' };
  const { facts } = error;
  const reason = facts.kind === 'not-allowed' ? facts.reason : facts.kind;
  return { outcome: OUTCOMES[facts.kind] ?? 'refused', reason };
}
