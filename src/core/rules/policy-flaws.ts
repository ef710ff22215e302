import type { Actor } from '../model/actor.js';
import type { GroupId, PersonId } from '../model/ids.js';
import { PATTERN_PARTS, type PatternPart, readPatternOf } from '../rights/check-patterns.js';
import { decide, type WorkspaceRules } from '../rights/decide.js';
import type { UnusablePattern } from '../rights/pattern.js';
import { whoCouldDecide } from '../rights/who-could-decide.js';
import type { Members } from '../model/members.js';

/** What is wrong with rules, given who there is. */
export type PolicyFlaw =
  /** A pattern allows nothing, since it cannot be used. */
  | { readonly kind: 'pattern-unusable'; readonly part: PatternPart; readonly why: UnusablePattern }
  /** Nobody could change the rules any more: never saved. */
  | { readonly kind: 'nobody-administers' }
  /** Creates need an approval that nobody can give. */
  | { readonly kind: 'nobody-decides' }
  /** One person alone decides, and what they ask for waits in vain. */
  | { readonly kind: 'only-one-decides'; readonly person: PersonId }
  /** Fewer people decide than have to approve; `own`: for requests of these people themselves only. */
  | {
      readonly kind: 'too-few-decide';
      readonly needed: number;
      readonly deciding: number;
      readonly own: boolean;
    }
  /** Named, and no full member of the workspace (any more): they can do nothing. */
  | { readonly kind: 'people-without-rights'; readonly as: Role; readonly people: readonly PersonId[] }
  /** Named, and without a single full member. */
  | { readonly kind: 'groups-without-members'; readonly as: Role; readonly groups: readonly GroupId[] };

export type Role = 'admins' | 'approvers' | 'grants';

export function flawsOf(rules: WorkspaceRules, everybody: readonly Actor[]): readonly PolicyFlaw[] {
  const members = everybody.filter(({ standing }) => standing === 'member');
  return [
    ...(members.some((actor) => decide(rules, actor, 'setup', 'any').kind === 'allow')
      ? []
      : [{ kind: 'nobody-administers' } as const]),
    ...flawsOfPatterns(rules),
    ...flawsOfDeciding(rules, members),
    ...flawsOfNamed(rules, members),
  ];
}

const flawsOfPatterns = ({ policy }: WorkspaceRules): readonly PolicyFlaw[] =>
  PATTERN_PARTS.flatMap((part) => {
    const text = policy[part];
    const why = text === undefined ? undefined : readPatternOf(part, text);
    return why === undefined || why.kind === 'pattern' ? [] : [{ kind: 'pattern-unusable', part, why }];
  });

/** Only where somebody's create needs an approval. */
function flawsOfDeciding(rules: WorkspaceRules, members: readonly Actor[]): readonly PolicyFlaw[] {
  const asking = members.filter((actor) => decide(rules, actor, 'create', {}).kind === 'needs-approval');
  if (asking.length === 0) return [];
  const deciding = members.filter((actor) => decide(rules, actor, 'decide-request', 'any').kind === 'allow');
  const [only] = deciding;
  if (only === undefined) return [{ kind: 'nobody-decides' }];
  const { approvalsNeeded, sensitive } = rules.policy;
  const needed =
    sensitive.users.length === 0 ? approvalsNeeded : Math.max(approvalsNeeded, sensitive.approvals);
  if (needed > 1) {
    const own = deciding.length >= needed;
    const left = deciding.length - (asking.some(({ id }) => deciding.some((one) => one.id === id)) ? 1 : 0);
    if (own && left >= needed) return [];
    return [{ kind: 'too-few-decide', needed, deciding: deciding.length, own }];
  }
  const inVain = deciding.length === 1 && asking.some(({ id }) => id === only.id);
  return inVain && whoCouldDecide(rules, only.id, members).length === 0
    ? [{ kind: 'only-one-decides', person: only.id }]
    : [];
}

function flawsOfNamed({ policy, grants }: WorkspaceRules, members: readonly Actor[]): readonly PolicyFlaw[] {
  const granted: Members = {
    people: grants.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : [])),
    groups: grants.flatMap(({ to }) => (to.kind === 'group' ? [to.id] : [])),
  };
  const named: readonly (readonly [Role, Members])[] = [
    ['admins', policy.admins],
    ['approvers', policy.approvers],
    ['grants', granted],
  ];
  const ids = new Set(members.map(({ id }) => id));
  const groupsOfMembers = new Set(members.flatMap(({ groups }) => groups));
  return named.flatMap(([as, given]): readonly PolicyFlaw[] => {
    const people = [...new Set(given.people)].filter((person) => !ids.has(person));
    const groups = [...new Set(given.groups)].filter((group) => !groupsOfMembers.has(group));
    return [
      ...(people.length === 0 ? [] : [{ kind: 'people-without-rights', as, people } as const]),
      ...(groups.length === 0 ? [] : [{ kind: 'groups-without-members', as, groups } as const]),
    ];
  });
}
