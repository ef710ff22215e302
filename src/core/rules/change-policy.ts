import type { Actor } from '../model/actor.js';
import { DONE } from '../audit/audited.js';
import { auditedChange } from '../audit/audited-change.js';
import { rightTo } from '../audit/right-on-record.js';
import type { PersonId } from '../model/ids.js';
import type { VersionedRules } from './rules.js';
import type { RulesContext } from './rules-context.js';
import { Members } from '../model/members.js';
import { Policy } from '../rights/policy.js';
import { flawsOf } from './policy-flaws.js';
import { Problem } from '../problem.js';

/** Names of the policy's parts that differ. */
export function changedParts(before: Policy, after: Policy): readonly (keyof Policy)[] {
  return Policy.keyof().options.filter(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
  );
}

/** What is different, in one line: values that were and are, and who was named or is not any more. */
function summary(before: Policy, after: Policy): string {
  return changedParts(before, after)
    .map((part) => {
      const [was, is] = [before[part], after[part]];
      const said = isMembers(was) && isMembers(is) ? difference(was, is) : `${told(was)} to ${told(is)}`;
      return `${part}: ${said}`;
    })
    .join('; ');
}

const told = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
const isMembers = (value: unknown): value is Members => Members.safeParse(value).success;

function difference(before: Members, after: Members): string {
  const idsOf = ({ people, groups }: Members): readonly string[] => [...people, ...groups];
  const [was, is] = [new Set(idsOf(before)), new Set(idsOf(after))];
  return [
    ...[...is].filter((id) => !was.has(id)).map((id) => `+${id}`),
    ...[...was].filter((id) => !is.has(id)).map((id) => `-${id}`),
  ].join(' ');
}

export interface PolicyContext extends RulesContext {
  readonly people: RulesContext['people'] & { everybody(): Promise<readonly Actor[]> };
}

export interface ChangingPolicy {
  readonly person: PersonId;
  /** The version of the policy that was looked at. */
  readonly lookedAt: number;
  readonly policy: Policy;
}

/**
 * Replaces the policy that was looked at. A `Problem` when somebody changed it since, or when nobody would
 * be left to change it back.
 */
export async function changePolicy(
  context: PolicyContext,
  { person, lookedAt, policy: next }: ChangingPolicy,
): Promise<void> {
  const { workspace, rules, audit, people, reference } = context;
  const { rule } = await rightTo(context, { person, action: 'setup', target: 'any' });
  const [before, everybody] = await Promise.all([rules.of(workspace), people.everybody()]);
  const subject = summary(before.policy, next);
  await auditedChange({
    audit,
    workspace,
    facts: { actor: person, action: 'change-policy', rule, reference, target: { subject } },
    work: (recording) => {
      const change = (current: VersionedRules): VersionedRules => {
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
          policyChanged: { by: person, at: context.now() },
        };
      };
      return rules.change(workspace, change, recording());
    },
    unchanged: () => DONE,
  });
}
