import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { Actor } from '../../../src/core/model/actor.js';
import { actions, type Decision, type Target } from '../../../src/core/model/decision.js';
import { decide, type WorkspaceRules } from '../../../src/core/rights/decide.js';
import { whoCouldDecide } from '../../../src/core/rights/who-could-decide.js';
import { Grant } from '../../../src/core/rights/grants.js';
import { Policy } from '../../../src/core/rights/policy.js';
import { analytics, billing, group, person } from './rules.js';

const people = ['U1', 'U2', 'U3'].map(person);
const groups = ['S1', 'S2'].map(group);
const user = fc.constantFrom(billing, analytics);
const members = fc.record({ people: fc.subarray(people), groups: fc.subarray(groups) });
const party = fc.oneof(
  fc.record({ kind: fc.constant('person' as const), id: fc.constantFrom(...people) }),
  fc.record({ kind: fc.constant('group' as const), id: fc.constantFrom(...groups) }),
);

const aPolicy = fc
  .record({
    admins: members,
    slackAdminsAreAdmins: fc.boolean(),
    approvers: members,
    approval: fc.constantFrom('never', 'without-grant', 'always'),
    grantHoldersDeleteOthers: fc.boolean(),
  })
  .map((policy) => Policy.parse(policy));
const aGrant = fc
  .record({ to: party, users: fc.subarray([billing, analytics], { minLength: 1 }) })
  .map((grant) => Grant.parse({ id: 'g', by: 'U1', at: '2026-11-01T00:00:00.000Z', ...grant }));
const someRules: fc.Arbitrary<WorkspaceRules> = fc.record({ policy: aPolicy, grants: fc.array(aGrant) });
const anActor: fc.Arbitrary<Actor> = fc.record({
  id: fc.constantFrom(...people),
  standing: fc.constantFrom('member', 'member', 'guest', 'stranger', 'bot', 'deactivated'),
  slackAdmin: fc.boolean(),
  groups: fc.subarray(groups),
});
const anAction = fc.constantFrom(...actions);
const someTarget: fc.Arbitrary<Target> = fc.record(
  {
    user,
    owner: party,
    requester: fc.constantFrom(...people),
    approvers: fc.subarray([...people]),
    ownCredential: fc.boolean(),
  },
  { requiredKeys: [] },
);
const aTarget: fc.Arbitrary<Target | 'any'> = fc.oneof(fc.constant('any' as const), someTarget);

const rank = { deny: 0, 'needs-approval': 1, allow: 2 } as const;
const atLeast = (better: Decision, worse: Decision): boolean => rank[better.kind] >= rank[worse.kind];

describe('whatever the rules', () => {
  test('nobody can decide their own request', () => {
    fc.assert(
      fc.property(
        someRules,
        anActor,
        (rules, actor) => decide(rules, actor, 'decide-request', { requester: actor.id }).kind === 'deny',
      ),
    );
  });

  test('a person who is not a full member gets nothing', () => {
    fc.assert(
      fc.property(someRules, anActor, anAction, aTarget, (rules, actor, action, target) => {
        fc.pre(actor.standing !== 'member');
        return decide(rules, actor, action, target).kind === 'deny';
      }),
    );
  });

  test('a further grant never takes anything away', () => {
    fc.assert(
      fc.property(someRules, aGrant, anActor, anAction, aTarget, (rules, more, actor, action, target) =>
        atLeast(
          decide({ ...rules, grants: [...rules.grants, more] }, actor, action, target),
          decide(rules, actor, action, target),
        ),
      ),
    );
  });

  test('nor does a user group that the person joins', () => {
    fc.assert(
      fc.property(someRules, anActor, anAction, aTarget, (rules, actor, action, target) =>
        atLeast(
          decide(rules, { ...actor, groups }, action, target),
          decide(rules, { ...actor, groups: [] }, action, target),
        ),
      ),
    );
  });

  test('nor being made an admin or an approver', () => {
    fc.assert(
      fc.property(someRules, anActor, anAction, aTarget, (rules, actor, action, target) => {
        const nobody = { people: [], groups: [] };
        const named = { people: [actor.id], groups: [] };
        const withRole = (role: 'admins' | 'approvers', who: Policy['admins']) =>
          decide({ ...rules, policy: { ...rules.policy, [role]: who } }, actor, action, target);
        return (['admins', 'approvers'] as const).every((role) =>
          atLeast(withRole(role, named), withRole(role, nobody)),
        );
      }),
    );
  });

  test('what may be changed may be seen', () => {
    fc.assert(
      fc.property(someRules, anActor, aTarget, (rules, actor, target) =>
        (['delete', 'rotate', 'extend', 'transfer', 'claim'] as const).every(
          (action) =>
            decide(rules, actor, action, target).kind !== 'allow' ||
            decide(rules, actor, 'show', target).kind === 'allow',
        ),
      ),
    );
  });

  test('what may be done to something may be done to anything', () => {
    fc.assert(
      fc.property(someRules, anActor, anAction, aTarget, (rules, actor, action, target) => {
        const some = decide(rules, actor, action, target);
        return some.kind !== 'allow' || decide(rules, actor, action, 'any').kind === 'allow';
      }),
    );
  });

  test('nobody without a right learns more than that there is nothing to see', () => {
    const unnamed: Actor = { id: person('U9'), standing: 'member', slackAdmin: false, groups: [] };
    fc.assert(
      fc.property(someRules, someTarget, (rules, target) => {
        return (['delete', 'rotate', 'extend', 'transfer', 'claim', 'show', 'list'] as const).every(
          (action) => {
            const decision = decide(rules, unnamed, action, target);
            return decision.kind === 'deny' && decision.reason === 'not-visible';
          },
        );
      }),
    );
  });

  test('who could decide a request are others than its requester, each of whom may', () => {
    fc.assert(
      fc.property(someRules, fc.array(anActor), fc.constantFrom(...people), (rules, everybody, requester) =>
        whoCouldDecide(rules, requester, everybody).every(
          (actor) =>
            actor.id !== requester && decide(rules, actor, 'decide-request', { requester }).kind === 'allow',
        ),
      ),
    );
  });
});
