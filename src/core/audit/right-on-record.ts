import type { Actor } from '../model/actor.js';
import type { Action, AllowRule, Decision, Target } from '../model/decision.js';
import type { PersonId } from '../model/ids.js';
import { Problem } from '../problem.js';
import type { WorkspaceRules } from '../rights/decide.js';
import {
  type CurrentDecision,
  decideNow,
  type RightsContext,
  sightNow,
  type WantedAct,
} from '../rights/decide-now.js';
import type { Sight } from '../rights/sight.js';
import type { AuditTrail } from './audit-trail.js';
import { conclusionOf } from './audited.js';

/** What every verb works with: who may act, and where it is put on record. */
export interface ActContext extends RightsContext {
  readonly audit: AuditTrail;
  /** In the log, in what the person reads and in the audit trail. */
  readonly reference: string;
  /** Waited for before anything is changed or put on record. Rejects where the act must not happen (twice). */
  readonly beforeChanges?: () => Promise<void>;
  /** Hears of every decision, for the log. */
  readonly decided?: (act: Pick<WantedAct, 'action' | 'target'>, decision: DecisionSaid) => void;
}

/** A decision as the log has it. */
type DecisionSaid = Decision | { readonly kind: 'allow'; readonly everything: boolean };

/** A right that somebody has at this moment, and by which rule. */
export interface Right {
  readonly actor: Actor;
  readonly rule: AllowRule;
  /** The rules as they stood when the right was asked for. */
  readonly rules: WorkspaceRules;
}

/** Decides by current facts. A denial is put on record. */
export async function decideOnRecord(context: ActContext, act: WantedAct): Promise<CurrentDecision> {
  const current = await decideNow(context, act);
  const { decision } = current;
  context.decided?.(act, decision);
  if (decision.kind === 'deny') await recordRefusal(context, { ...act, reason: decision.reason });
  return current;
}

/** The right to an act; a `Problem` without it, on record where it is denied. */
export async function rightTo(context: ActContext, act: WantedAct): Promise<Right> {
  return rightOrProblem(act.action, await decideOnRecord(context, act));
}

/**
 * The right to an act that the person could do when they were asked to confirm it: they hear that it is gone, not that
 * there is nothing.
 */
export async function rightAfterConfirming(context: ActContext, act: WantedAct): Promise<Right> {
  const current = await decideOnRecord(context, act);
  const { actor, decision } = current;
  const neverThere = decision.kind === 'deny' && decision.reason === 'own-credential';
  if (decision.kind === 'allow' || actor.standing !== 'member' || neverThere) {
    return rightOrProblem(act.action, current);
  }
  throw new Problem({ kind: 'right-lost', decision });
}

/** Throws unless the act is allowed as it is. What the person may not see is answered like what does not exist. */
export function rightOrProblem(action: Action, { actor, decision, rules }: CurrentDecision): Right {
  switch (decision.kind) {
    case 'allow':
      return { actor, rule: decision.rule, rules };
    case 'needs-approval':
      throw new Problem({ kind: 'approval-needed', rule: decision.rule });
    case 'deny':
      throw decision.reason === 'not-visible' && action !== 'show-request'
        ? new Problem({ kind: 'client-not-found' })
        : new Problem({ kind: 'not-allowed', reason: decision.reason });
  }
}

/** What a person may see now; a `Problem`, on record, for a person who is no full member. */
export async function sightOnRecord(context: ActContext, person: PersonId): Promise<Sight> {
  const act = { action: 'list', target: 'any' } as const;
  const sight = await sightNow(context, person);
  if (typeof sight === 'string') {
    context.decided?.(act, { kind: 'deny', reason: sight });
    await recordRefusal(context, { ...act, person, reason: sight });
    throw new Problem({ kind: 'not-allowed', reason: sight });
  }
  context.decided?.(act, { kind: 'allow', everything: sight.everything });
  return sight;
}

/** Checks something about an act that the person has the right to; a `Problem` that it throws is put on record. */
export async function refusing<Result>(
  context: ActContext,
  act: WantedAct,
  check: () => Promise<Result>,
): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Problem) await recordRefusal(context, { ...act, ...conclusionOf(error) });
    throw error;
  }
}

/** An act that did not happen, and why. */
export interface Refusal extends WantedAct {
  readonly reason: string;
  /** Without it: refused. */
  readonly outcome?: 'refused' | 'failed' | 'ambiguous';
}

/** Puts on record that an act did not happen. The refusal stands, whether the trail takes the record now or later. */
export async function recordRefusal(
  { workspace, audit, reference, beforeChanges }: ActContext,
  { person, action, target, outcome = 'refused', reason }: Refusal,
): Promise<void> {
  const { user, clientId }: Target = target === 'any' ? {} : target;
  await beforeChanges?.();
  await audit.conclude(workspace, {
    actor: person,
    action,
    target: { ...(user !== undefined && { user }), ...(clientId !== undefined && { clientId }) },
    // Nothing was begun: that is certain.
    outcome: outcome === 'ambiguous' ? 'failed' : outcome,
    reason,
    reference,
  });
}
