import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectsOf } from '../../../src/core/rules/policy-effects.js';
import { flawsOf } from '../../../src/core/rules/policy-flaws.js';
import { actor, billing, grant, group, person, rules } from '../rights/rules.js';

const aiko = actor('UAIKO', { slackAdmin: true });
const ben = actor('UBEN');
const gus = actor('UGUS', { standing: 'guest', groups: [group('SGUESTS')] });
const zoe = actor('UZOE', { standing: 'deactivated', slackAdmin: true });
const everybody = [aiko, ben, gus, zoe];
const named = (...people: string[]) => ({ people, groups: [] as string[] });

describe('what is wrong with a policy, given who there is', () => {
  test('nothing, where Slack’s admins are admins and one of them has an approver beside', () => {
    expect(flawsOf(rules({ approvers: named('UBEN') }), everybody)).toEqual([]);
    expect(flawsOf(rules(), everybody)).toEqual([]);
  });

  test('nobody administers and decides, when the only admin has left', () => {
    expect(flawsOf(rules({ slackAdminsAreAdmins: false, admins: named('UZOE') }), everybody)).toEqual([
      { kind: 'nobody-administers' },
      { kind: 'nobody-decides' },
      { kind: 'people-without-rights', as: 'admins', people: ['UZOE'] },
    ]);
  });

  test('one alone decides, where they need an approval themselves', () => {
    expect(flawsOf(rules({ approval: 'always' }), everybody)).toEqual([
      { kind: 'only-one-decides', person: 'UAIKO' },
    ]);
    expect(flawsOf(rules({ approval: 'always', approvers: named('UBEN') }), everybody)).toEqual([]);
    // Who creates at once asks nobody.
    expect(flawsOf(rules({ approval: 'never' }), [aiko])).toEqual([]);
  });

  test('people and groups that can do nothing, each once', () => {
    const policy = { approvers: { people: ['UGUS', 'UGUS'], groups: ['SGUESTS'] } };
    const granted = grant({ kind: 'group', id: group('SNOBODY') }, billing);
    expect(flawsOf(rules(policy, granted), everybody)).toEqual([
      { kind: 'people-without-rights', as: 'approvers', people: ['UGUS'] },
      { kind: 'groups-without-members', as: 'approvers', groups: ['SGUESTS'] },
      { kind: 'groups-without-members', as: 'grants', groups: ['SNOBODY'] },
    ]);
  });
});

describe('what a change does to people', () => {
  test('is told for everybody whom it concerns, and for nobody who has left', () => {
    const granted = grant({ kind: 'person', id: person('UBEN') }, billing);
    expect(effectsOf(rules({}, granted), rules({ approval: 'always' }, granted), everybody)).toEqual([
      { on: 'create-directly', gained: [], lost: ['UAIKO', 'UBEN'] },
    ]);
    expect(effectsOf(rules(), rules({ approvers: named('UBEN', 'UZOE') }), everybody)).toEqual([
      { on: 'decide-requests', gained: ['UBEN'], lost: [] },
      { on: 'see-all', gained: ['UBEN'], lost: [] },
    ]);
    expect(
      effectsOf(rules({}, granted), rules({ grantHoldersDeleteOthers: true }, granted), everybody),
    ).toEqual([{ on: 'delete-others', gained: ['UBEN'], lost: [] }]);
  });

  test('is turned around when the change is', () => {
    const policy = fc.record({
      slackAdminsAreAdmins: fc.boolean(),
      approval: fc.constantFrom('never', 'without-grant', 'always'),
      admins: fc.subarray(['UAIKO', 'UBEN', 'UGUS']).map((people) => named(...people)),
      approvers: fc.subarray(['UAIKO', 'UBEN', 'UGUS']).map((people) => named(...people)),
    });
    fc.assert(
      fc.property(policy, policy, (one, other) => {
        const there = effectsOf(rules(one), rules(other), everybody);
        const back = effectsOf(rules(other), rules(one), everybody);
        expect(back).toEqual(there.map(({ on, gained, lost }) => ({ on, gained: lost, lost: gained })));
      }),
    );
  });
});
