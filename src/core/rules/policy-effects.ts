import type { Actor } from '../model/actor.js';
import type { PersonId } from '../model/ids.js';
import type { Action, Target } from '../model/decision.js';
import { decide, type WorkspaceRules } from '../rights/decide.js';

/** What people can come to be able, or no longer be able, to do when the rules change. */
export const effectsOn = [
  'administer',
  'decide-requests',
  'create-directly',
  'see-all',
  'delete-others',
] as const;
export type EffectOn = (typeof effectsOn)[number];

export interface Effect {
  readonly on: EffectOn;
  readonly gained: readonly PersonId[];
  readonly lost: readonly PersonId[];
}

/** What a change of the rules changes for these people; only where it changes anything. */
export function effectsOf(
  before: WorkspaceRules,
  after: WorkspaceRules,
  everybody: readonly Actor[],
): readonly Effect[] {
  return effectsOn
    .map((on): Effect => {
      const may = (rules: WorkspaceRules) => (actor: Actor) => able[on](rules, actor);
      return {
        on,
        gained: everybody.filter((actor) => may(after)(actor) && !may(before)(actor)).map(({ id }) => id),
        lost: everybody.filter((actor) => !may(after)(actor) && may(before)(actor)).map(({ id }) => id),
      };
    })
    .filter(({ gained, lost }) => gained.length + lost.length > 0);
}

const allows = (rules: WorkspaceRules, actor: Actor, action: Action, target: Target | 'any'): boolean =>
  decide(rules, actor, action, target).kind === 'allow';

const able: Record<EffectOn, (rules: WorkspaceRules, actor: Actor) => boolean> = {
  administer: (rules, actor) => allows(rules, actor, 'setup', 'any'),
  'decide-requests': (rules, actor) => allows(rules, actor, 'decide-request', 'any'),
  'create-directly': (rules, actor) => allows(rules, actor, 'create', 'any'),
  'see-all': (rules, actor) => allows(rules, actor, 'list', {}),
  // Nobody owns what has no owner, so what is left is the right to what is others'.
  'delete-others': (rules, actor) =>
    rules.grants.some(({ users }) => users.some((user) => allows(rules, actor, 'delete', { user }))) ||
    allows(rules, actor, 'delete', {}),
};
