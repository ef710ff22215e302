import type { Actor } from '../model/actor.js';
import type { Action, Decision, DenialReason, Target } from '../model/decision.js';
import type { PersonId, WorkspaceId } from '../model/ids.js';
import { decide, type WorkspaceRules } from './decide.js';
import type { People } from './people.js';
import { type Sight, sightOf } from './sight.js';

/** What a decision by current facts is made from. */
export interface RightsContext {
  readonly workspace: WorkspaceId;
  readonly rules: { of(workspace: WorkspaceId): Promise<WorkspaceRules> };
  readonly people: People;
}

/** Somebody who wants to do something. */
export interface WantedAct {
  readonly person: PersonId;
  readonly action: Action;
  /** `'any'`: is there anything at all that the person may do this to? */
  readonly target: Target | 'any';
}

export interface CurrentDecision {
  /** With user groups only where they could change the decision. */
  readonly actor: Actor;
  readonly decision: Decision;
  /** The rules by which it was decided. */
  readonly rules: WorkspaceRules;
}

/** Decides by the rules and the person's facts as they are now. Rejects where these cannot be learned. */
export async function decideNow(
  context: RightsContext,
  { person, action, target }: WantedAct,
): Promise<CurrentDecision> {
  const { alone, rules } = await currentFacts(context, person);
  const decision = decide(rules, alone, action, target);
  // User groups only ever add rights: nobody is asked about them for a right that stands without any.
  if (decision.kind === 'allow' || alone.standing !== 'member' || !groupsMatter(rules, target)) {
    return { actor: alone, decision, rules };
  }
  const actor = await context.people.actor(person);
  return { actor, decision: decide(rules, actor, action, target), rules };
}

/** What a person may see now, or why they may see nothing. */
export async function sightNow(context: RightsContext, person: PersonId): Promise<Sight | DenialReason> {
  const { alone, rules } = await currentFacts(context, person);
  if (alone.standing !== 'member') return alone.standing;
  const sight = sightOf(rules, alone);
  // A client may be owned by any user group, so groups always matter to a person who does not see everything.
  return sight.everything ? sight : sightOf(rules, await context.people.actor(person));
}

/** Whether it could change a decision to know the person's user groups. */
export function groupsMatter({ policy, grants }: WorkspaceRules, target: Target | 'any'): boolean {
  return (
    policy.admins.groups.length > 0 ||
    policy.approvers.groups.length > 0 ||
    grants.some(({ to }) => to.kind === 'group') ||
    (target !== 'any' && target.owner?.kind === 'group')
  );
}

async function currentFacts({ workspace, rules, people }: RightsContext, person: PersonId) {
  const [stored, alone] = await Promise.all([rules.of(workspace), people.actorWithoutGroups(person)]);
  return { alone, rules: await neverWithoutAdmins(people, stored, alone) };
}

/**
 * Makes Slack's admins admins again where only named people are admins, and none of them is a full member any more:
 * otherwise nobody could ever change the policy. This is looked at for Slack's admins only; a failure to learn who is
 * left is a refusal.
 */
async function neverWithoutAdmins(
  people: People,
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
