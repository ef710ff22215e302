import type { Actor } from './actor.js';
import { audited } from './audited.js';
import type { ChangingRules } from './changing-rules.js';
import { Policy } from './policy.js';
import { flawsOf } from './policy-flaws.js';
import { Problem } from './problem.js';

/** Names of the policy's parts that differ. */
export function changedParts(before: Policy, after: Policy): readonly (keyof Policy)[] {
  return Policy.keyof().options.filter(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
  );
}

/**
 * Replaces the policy that was looked at. A `Problem` when somebody changed it since, or when nobody would
 * be left to change it back.
 */
export async function changePolicy(
  changing: ChangingRules,
  lookedAt: number,
  next: Policy,
  everybody: readonly Actor[],
): Promise<void> {
  const { workspace, rules, audit, person, rule, reference } = changing;
  const before = await rules.of(workspace);
  const subject = changedParts(before.policy, next).join(', ');
  await audited(
    audit,
    workspace,
    { actor: person, action: 'change-policy', rule, reference, target: { subject } },
    () =>
      rules.change(workspace, (current) => {
        if (current.policyVersion !== lookedAt) {
          throw new Problem({ kind: 'policy-changed-meanwhile', change: current.policyChanged });
        }
        if (
          flawsOf({ ...current, policy: next }, everybody).some(({ kind }) => kind === 'nobody-administers')
        ) {
          throw new Problem({ kind: 'nobody-administers' });
        }
        return {
          ...current,
          policy: next,
          policyVersion: lookedAt + 1,
          policyChanged: { by: person, at: changing.now() },
        };
      }),
  );
}
