import type { Actor } from '../../core/model/actor.js';
import type { PersonId } from '../../core/model/ids.js';
import type { Action, AllowRule, Decision, DenialReason, Target } from '../../core/model/decision.js';
import { decide, type WorkspaceRules } from '../../core/rights/decide.js';
import { Problem } from '../../core/problem.js';
import { type Sight, sightOf } from '../../core/rights/sight.js';
import type { Services } from './services.js';

/** A right that somebody has at this moment, and by which rule. */
export interface Right {
  readonly actor: Actor;
  readonly rule: AllowRule;
  /** As they stood when the right was asked for. */
  readonly rules: WorkspaceRules;
}

export interface Asked {
  /** With user groups only where they could matter. */
  readonly actor: Actor;
  readonly decision: Decision;
  readonly rules: WorkspaceRules;
}

/** Decides by the rules and the person's facts as they are now; rejects when they cannot be learned. */
export async function askFresh(
  { workspace, rules, people }: Pick<Services, 'workspace' | 'rules' | 'people'>,
  person: PersonId,
  action: Action,
  target: Target | 'any',
): Promise<Asked> {
  const [stored, alone] = await Promise.all([rules.of(workspace), people.actorWithoutGroups(person)]);
  const now = await neverWithoutAdmins(people, stored, alone);
  const decision = decide(now, alone, action, target);
  // User groups only ever add rights, so whoever has the right without any needs none to be asked for.
  if (decision.kind === 'allow' || alone.standing !== 'member' || !groupsMatter(now, target)) {
    return { actor: alone, decision, rules: now };
  }
  const actor = await people.actor(person);
  return { actor, decision: decide(now, actor, action, target), rules: now };
}

/**
 * Where only named people are admins, and none of them is a full member any more, Slack's admins are admins
 * again: otherwise nobody could ever change the policy. Only they have this looked at; a failure to learn who is
 * left is a refusal.
 */
async function neverWithoutAdmins(
  people: Services['people'],
  rules: WorkspaceRules,
  alone: Actor,
): Promise<WorkspaceRules> {
  const { policy } = rules;
  if (policy.slackAdminsAreAdmins || !alone.slackAdmin || alone.standing !== 'member') return rules;
  const named = [...policy.admins.people];
  for (const group of policy.admins.groups) named.push(...(await people.membersOf(group, 'rights')));
  for (const one of named) {
    if ((await people.actorWithoutGroups(one)).standing === 'member') return rules;
  }
  return { ...rules, policy: { ...policy, slackAdminsAreAdmins: true } };
}

/** Whether it could change an answer to know the person's user groups. */
export function groupsMatter({ policy, grants }: WorkspaceRules, target: Target | 'any'): boolean {
  return (
    policy.admins.groups.length > 0 ||
    policy.approvers.groups.length > 0 ||
    grants.some(({ to }) => to.kind === 'group') ||
    (target !== 'any' && target.owner?.kind === 'group')
  );
}

/** What a person may see; a `Problem` for whoever is no full member. */
export async function sightFresh(
  { workspace, rules, people }: Pick<Services, 'workspace' | 'rules' | 'people'>,
  person: PersonId,
  refused: (reason: DenialReason) => Promise<void>,
): Promise<Sight> {
  const [stored, alone] = await Promise.all([rules.of(workspace), people.actorWithoutGroups(person)]);
  if (alone.standing !== 'member') {
    await refused(alone.standing);
    throw new Problem({ kind: 'not-allowed', reason: alone.standing });
  }
  const now = await neverWithoutAdmins(people, stored, alone);
  const sight = sightOf(now, alone);
  // A client may be owned by any user group, so these always matter to whoever does not see everything.
  return sight.everything ? sight : sightOf(now, await people.actor(person));
}

/** Throws unless the act is allowed as it is. What one may not see is answered like what does not exist. */
export function rightFrom(action: Action, { actor, decision, rules }: Asked): Right {
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

/** The same for somebody who had the right when they were asked to confirm: they hear that it is gone. */
export function rightStill(action: Action, asked: Asked): Right {
  const { actor, decision } = asked;
  const neverThere = decision.kind === 'deny' && decision.reason === 'own-credential';
  if (decision.kind === 'allow' || actor.standing !== 'member' || neverThere) return rightFrom(action, asked);
  throw new Problem({ kind: 'right-lost', decision });
}
