import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/core/model/actor.js';
import { type GroupId, WorkspaceId } from '../../../src/core/model/ids.js';
import { Problem } from '../../../src/core/problem.js';
import { adminsOf, adminsToAskToo, decidersOf } from '../../../src/core/rights/request-deciders.js';
import { usableUsers } from '../../../src/core/rights/sight.js';
import { actor, analytics, billing, grant, group, person, rules } from './rules.js';

const workspace = WorkspaceId.parse('T1');
const security = group('SSECURITY');
const aiko = actor('UAIKO', { slackAdmin: true });
const ben = actor('UBEN');
const chloe = actor('UCHLOE', { groups: [security] });
const named = (...people: readonly Actor[]) => ({ people: people.map(({ id }) => id), groups: [] });

interface Asked {
  readonly actors?: readonly Actor[];
  readonly members?: Readonly<Record<GroupId, readonly Actor[]>>;
  readonly slackAdmins?: readonly Actor[];
}

/** A workspace with this policy; Slack tells of nobody but `actors`. */
function workspaceWith(
  policy: object,
  { actors = [aiko, ben, chloe], members = {}, slackAdmins = [aiko] }: Asked = {},
) {
  return {
    workspace,
    rules: { of: async () => rules(policy) },
    people: {
      actorToAsk: async (id: string) => {
        const found = actors.find((one) => one.id === id);
        if (found === undefined) throw new Problem({ kind: 'person-unknown' });
        return found;
      },
      membersOf: async (id: GroupId, use: 'survey') => {
        expect(use).toBe('survey');
        return (members[id] ?? []).map((one) => one.id);
      },
      slackAdmins: async () => slackAdmins.map(({ id }) => id),
    },
  };
}

const one = { requester: person('UDANIEL'), needed: 1 };

describe('who decides a request', () => {
  test('the approvers, by name and by group, each once', async () => {
    const context = workspaceWith(
      { approvers: { people: [ben.id], groups: [security] } },
      { members: { [security]: [ben, chloe] } },
    );
    expect(await decidersOf(context, one)).toEqual({ who: 'approvers', people: [ben.id, chloe.id] });
  });

  test('the admins where no approver is named, and where none can: a requester does not decide their own', async () => {
    expect(await decidersOf(workspaceWith({}), one)).toEqual({ who: 'admins', people: [aiko.id] });
    const context = workspaceWith({ approvers: named(ben) });
    expect(await decidersOf(context, { requester: ben.id, needed: 1 })).toEqual({
      who: 'admins',
      people: [aiko.id],
    });
  });

  test('the admins as well where the approvers are fewer than have to approve', async () => {
    const context = workspaceWith({ approvers: named(ben) });
    expect(await decidersOf(context, { ...one, needed: 2 })).toEqual({
      who: 'approvers',
      people: [ben.id, aiko.id],
    });
  });

  test('nobody who is no full member any more', async () => {
    const context = workspaceWith(
      { approvers: named(ben, chloe) },
      { actors: [aiko, { ...ben, standing: 'deactivated' }, chloe] },
    );
    expect(await decidersOf(context, one)).toEqual({ who: 'approvers', people: [chloe.id] });
  });

  test('a person of whom Slack does not tell is left out, unless that leaves too few', async () => {
    const context = workspaceWith({ approvers: named(ben, chloe) }, { actors: [aiko, chloe] });
    expect(await decidersOf(context, one)).toEqual({ who: 'approvers', people: [chloe.id] });
    expect((await decidersOf(context, { ...one, needed: 2 })).people).toEqual([chloe.id, aiko.id]);
    await expect(decidersOf(context, { ...one, needed: 3 })).rejects.toBeInstanceOf(Problem);
    const nobody = workspaceWith({}, { slackAdmins: [] });
    expect(await decidersOf(nobody, one)).toEqual({ who: 'admins', people: [] });
  });

  test('a fault is no person of whom Slack does not tell', async () => {
    const context = workspaceWith({ approvers: named(ben, chloe) });
    const people = { ...context.people, actorToAsk: () => Promise.reject(new TypeError('a fault')) };
    await expect(decidersOf({ ...context, people }, one)).rejects.toThrow('a fault');
  });

  test('thirty people at the most are asked, however large the group of approvers is', async () => {
    const many = Array.from({ length: 40 }, (_, index) => actor(`UMANY${index}`, { groups: [security] }));
    const context = workspaceWith(
      { approvers: { people: [], groups: [security] } },
      { members: { [security]: many }, actors: many },
    );
    expect((await decidersOf(context, one)).people).toHaveLength(30);
    expect(await adminsOf(workspaceWith({}, { slackAdmins: many }))).toHaveLength(30);
  });
});

describe('the admins who are asked too when nobody decides', () => {
  const approvers = named(ben);

  test('are those who were not asked before, and may decide this person’s request', async () => {
    expect(await adminsToAskToo(workspaceWith({ approvers }), one)).toEqual([aiko.id]);
    expect(await adminsToAskToo(workspaceWith({ approvers }), { ...one, requester: aiko.id })).toEqual([]);
    const both = workspaceWith({ approvers: named(aiko, ben) });
    expect(await adminsToAskToo(both, one)).toEqual([]);
    // Where too few approvers are left, the admins were asked with them.
    expect(await adminsToAskToo(workspaceWith({ approvers }), { ...one, needed: 2 })).toEqual([]);
  });

  test('are nobody where the admins were asked first, unless a channel was asked', async () => {
    expect(await adminsToAskToo(workspaceWith({}), one)).toEqual([]);
    expect(await adminsToAskToo(workspaceWith({ approvalsChannel: 'C1' }), one)).toEqual([aiko.id]);
  });
});

describe('the admins of a workspace', () => {
  test('are those named and Slack’s, each once; Slack’s only where the policy has them', async () => {
    const admins = { people: [aiko.id, ben.id], groups: [security] };
    const members = { [security]: [chloe] };
    expect(await adminsOf(workspaceWith({ admins }, { members }))).toEqual([aiko.id, ben.id, chloe.id]);
    const without = { admins: named(ben), slackAdminsAreAdmins: false };
    expect(await adminsOf(workspaceWith(without))).toEqual([ben.id]);
  });
});

test('the Alphaus users under whom somebody creates without an approval are those of their grants', () => {
  const users = [billing, analytics].map((name) => ({
    name,
    product: 'ripple' as const,
    kind: 'subuser' as const,
  }));
  const of = rules({}, grant({ kind: 'person', id: ben.id }, billing));
  expect(usableUsers(of, ben, users).map(({ name }) => name)).toEqual([billing]);
  expect(usableUsers(of, chloe, users)).toEqual([]);
  expect(usableUsers(of, aiko, users)).toHaveLength(2);
});
