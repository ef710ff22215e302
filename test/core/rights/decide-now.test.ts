import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/core/model/actor.js';
import type { Target } from '../../../src/core/model/decision.js';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import type { WorkspaceRules } from '../../../src/core/rights/decide.js';
import { decideNow, type RightsContext, sightNow } from '../../../src/core/rights/decide-now.js';
import { actor, analytics, billing, grant, group, person, rules } from './rules.js';

const workspace = WorkspaceId.parse('T1');
const data = group('SDATA');
const inData = { people: [], groups: [data] };

/** People as Slack knows them; `groups` of nobody can be learned where `groupsAway`. */
function peopleOf(
  actors: readonly Actor[],
  { members = [], groupsAway = false }: { members?: readonly string[]; groupsAway?: boolean } = {},
): RightsContext['people'] {
  const known = (id: string): Actor => {
    const found = actors.find((one) => one.id === id);
    if (found === undefined) throw new Error(`Slack does not tell of ${id}`);
    return found;
  };
  return {
    actor: async (id) => {
      if (groupsAway) throw new Error('Slack does not tell of user groups');
      return known(id);
    },
    actorWithoutGroups: async (id) => ({ ...known(id), groups: [] }),
    membersOf: async (_, use) => {
      expect(use).toBe('rights');
      if (groupsAway) throw new Error('Slack does not tell of user groups');
      return members.map(person);
    },
    zoneOf: async () => 'UTC',
  };
}

const contextOf = (of: WorkspaceRules, people: RightsContext['people']): RightsContext => ({
  workspace,
  rules: { of: async () => of },
  people,
});

const chloe = actor('UCHLOE', { groups: [data] });

describe('a right that only a user group gives', () => {
  test.each([
    ['approvers', rules({ approvers: inData }), 'decide-request', {}, 'approver'],
    ['admins', rules({ admins: inData }), 'setup', {}, 'named-admin'],
    ['a grant', rules({}, grant({ kind: 'group', id: data }, billing)), 'create', { user: billing }, 'grant'],
    [
      'a grant among others to people',
      rules(
        {},
        grant({ kind: 'person', id: person('UBEN') }, billing),
        grant({ kind: 'group', id: data }, billing),
      ),
      'create',
      { user: billing },
      'grant',
    ],
    ['ownership', rules(), 'delete', { owner: { kind: 'group', id: data } }, 'owner'],
  ] as const)('counts for a member of it: %s', async (_, of, action, target: Target, rule) => {
    const context = contextOf(of, peopleOf([chloe]));
    const decided = await decideNow(context, { person: chloe.id, action, target });
    expect(decided).toEqual({ actor: chloe, decision: { kind: 'allow', rule }, rules: of });
  });

  test('is not looked for where no user group has any, even where people are named', async () => {
    const named = { people: [person('UBEN')], groups: [] };
    const of = rules(
      { approvers: named, admins: named },
      grant({ kind: 'person', id: person('UBEN') }, billing),
    );
    const context = contextOf(of, peopleOf([chloe], { groupsAway: true }));
    const ownedByPerson = { owner: { kind: 'person', id: person('UBEN') } } as const;
    for (const target of ['any', {}, ownedByPerson] as const) {
      const { decision } = await decideNow(context, { person: chloe.id, action: 'setup', target });
      expect(decision).toEqual({ kind: 'deny', reason: 'not-an-admin' });
    }
  });

  test.each(['guest', 'stranger', 'bot', 'deactivated'] as const)(
    'is not looked for where it could not help: for a %s',
    async (standing) => {
      const of = rules({ approvers: inData });
      const gus = actor('UGUS', { standing });
      const context = contextOf(of, peopleOf([gus], { groupsAway: true }));
      const { decision } = await decideNow(context, { person: gus.id, action: 'create', target: 'any' });
      expect(decision).toEqual({ kind: 'deny', reason: standing });
    },
  );

  test('is not looked for where the right stands without any', async () => {
    const aiko = actor('UAIKO', { slackAdmin: true });
    const of = rules({ approvers: inData });
    const context = contextOf(of, peopleOf([aiko], { groupsAway: true }));
    const { decision } = await decideNow(context, { person: aiko.id, action: 'setup', target: {} });
    expect(decision).toEqual({ kind: 'allow', rule: 'slack-admin' });
  });
});

describe('where Slack’s admins are none here', () => {
  const aiko = actor('UAIKO', { slackAdmin: true });
  const ben = actor('UBEN');
  const gone = actor('UBEN', { standing: 'deactivated' });
  const byName = rules({ slackAdminsAreAdmins: false, admins: { people: [ben.id], groups: [] } });
  const byGroup = rules({ slackAdminsAreAdmins: false, admins: inData });
  const maySetUp = async (of: WorkspaceRules, people: RightsContext['people'], who = aiko) =>
    (await decideNow(contextOf(of, people), { person: who.id, action: 'setup', target: {} })).decision.kind;

  test.each([
    ['is a member', ben, 'deny'],
    ['was deactivated', gone, 'allow'],
    ['was made a guest', actor('UBEN', { standing: 'guest' }), 'allow'],
  ] as const)(
    'one of them is an admin again only if nobody who is named is left: %s',
    async (_, one, kind) => {
      expect(await maySetUp(byName, peopleOf([aiko, one]))).toBe(kind);
      expect(await maySetUp(byGroup, peopleOf([aiko, one], { members: ['UBEN'] }))).toBe(kind);
    },
  );

  test('one who is named and left is enough, wherever the others went', async () => {
    const dora = actor('UDORA');
    const of = rules({ slackAdminsAreAdmins: false, admins: { people: [ben.id, dora.id], groups: [] } });
    expect(await maySetUp(of, peopleOf([aiko, gone, dora]))).toBe('deny');
  });

  test('an empty user group of admins leaves nobody', async () => {
    expect(await maySetUp(byGroup, peopleOf([aiko], { members: [] }))).toBe('allow');
  });

  test('nobody but a full member whom Slack has as an admin gets in like this', async () => {
    expect(await maySetUp(byName, peopleOf([chloe, gone]), chloe)).toBe('deny');
    const guest = actor('UGUS', { slackAdmin: true, standing: 'guest' });
    expect(await maySetUp(byName, peopleOf([guest, gone]), guest)).toBe('deny');
    expect(await maySetUp(byGroup, peopleOf([guest], { groupsAway: true }), guest)).toBe('deny');
  });

  test('a failure to learn who is left refuses, and gives nobody a right', async () => {
    await expect(maySetUp(byName, peopleOf([aiko]))).rejects.toThrow('Slack does not tell of UBEN');
    await expect(maySetUp(byGroup, peopleOf([aiko], { groupsAway: true }))).rejects.toThrow('user groups');
  });

  test('nobody is asked about where Slack’s admins are admins anyway, or the person is none', async () => {
    expect(await maySetUp(rules({ admins: byName.policy.admins }), peopleOf([aiko]))).toBe('allow');
    expect(await maySetUp(byName, peopleOf([chloe]), chloe)).toBe('deny');
  });
});

describe('what somebody sees now', () => {
  const mine = { user: analytics, owner: { kind: 'group', id: data } } as const;
  const others = { user: analytics, owner: { kind: 'person', id: person('UBEN') } } as const;
  const seen = async (of: WorkspaceRules, people: RightsContext['people'], who: Actor) => {
    const sight = await sightNow(contextOf(of, people), who.id);
    if (typeof sight === 'string') return sight;
    const { everything, owners } = sight;
    return {
      everything,
      all: sight.seesAllOf(billing),
      sees: [sight.sees(mine), sight.sees(others)],
      owners,
    };
  };

  test('everything for an admin, for which nobody is asked about groups', async () => {
    const aiko = actor('UAIKO', { slackAdmin: true });
    expect(await seen(rules(), peopleOf([aiko], { groupsAway: true }), aiko)).toEqual({
      everything: true,
      all: true,
      sees: [true, true],
      owners: [{ kind: 'person', id: aiko.id }],
    });
  });

  test('for a member what they and their user groups own, and all of what a grant is for', async () => {
    const of = rules({}, grant({ kind: 'group', id: data }, billing));
    const owners = [
      { kind: 'person', id: chloe.id },
      { kind: 'group', id: data },
    ];
    expect(await seen(of, peopleOf([chloe]), chloe)).toEqual({
      everything: false,
      all: true,
      sees: [true, false],
      owners,
    });
    expect(await seen(rules(), peopleOf([chloe]), chloe)).toMatchObject({ all: false, sees: [true, false] });
  });

  test('nothing for a guest, with the reason', async () => {
    const gus = actor('UGUS', { standing: 'guest' });
    expect(await seen(rules(), peopleOf([gus], { groupsAway: true }), gus)).toBe('guest');
  });
});
