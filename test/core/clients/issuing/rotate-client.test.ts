import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../../sandbox/api/start-api.js';
import type { IssuingContext } from '../../../../src/core/clients/issuing/issue-client.js';
import { retireClient } from '../../../../src/core/clients/issuing/retire-client.js';
import { lookAtRotation, rotateClient } from '../../../../src/core/clients/issuing/rotate-client.js';
import { lineageOf, notingSuccessor, overlapOf } from '../../../../src/core/clients/issuing/succession.js';
import type { Trial } from '../../../../src/core/connection/alphaus.js';
import type { Actor } from '../../../../src/core/model/actor.js';
import { type ClientRecord, Purpose } from '../../../../src/core/model/client-record.js';
import { ClientId, GroupId } from '../../../../src/core/model/ids.js';
import { root } from '../../connected.js';
import { announced, deactivatedAfter, type Issuing, issuing } from '../../issuing.js';
import { aiko, ben, issueIntent, record, records, workspace } from '../../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const DAY_MS = 24 * 3_600_000;
const NOW = new Date('2026-11-28T12:00:00.000Z');
const daysOn = (days: number): string => new Date(NOW.getTime() + days * DAY_MS).toISOString();
const ops = GroupId.parse('SOPS');
const closed = { how: 'deleted', by: aiko, at: daysOn(-1) } as const;
const seeded = (name: string): ClientId => ClientId.parse(api.seed(root, [{ name }])[0]?.id);

/** Aiko is an admin, and Ben, who is in the group of operators, is none. The old client is Aiko's. */
async function rotating(changes: Partial<ClientRecord> | undefined = {}, setting: Issuing = {}) {
  const id = seeded('nightly');
  const member: Actor = { id: ben, standing: 'member', slackAdmin: false, groups: [ops] };
  const issued = issuing(api, { now: () => NOW, actors: [member], ...setting });
  const { context, said } = issued;
  const old = record({ id, user: root, ...changes });
  await context.records.add(old);
  const { alphaus } = context.connection;
  const tryOut = alphaus.tryOut.bind(alphaus);
  alphaus.tryOut = async (client) => {
    said.push(['tries', client.id, await issued.stage()]);
    return tryOut(client);
  };
  return {
    ...issued,
    id,
    old,
    rotate: ({ person = aiko, endsAt = undefined as string | undefined, overlapDays = 7 } = {}) =>
      rotateClient(context, { person, id, overlapDays, endsAt }),
    look: (person = aiko) =>
      lookAtRotation(context, person, {
        client: { id, name: 'nightly', user: root, createdAt: undefined },
        record: old,
      }),
    retire: (person = aiko) =>
      retireClient(context, {
        person,
        id,
        tell: async (deleted) => void said.push(['tells', deleted]),
      }),
    answers: (trial: Trial) => {
      alphaus.tryOut = async () => trial;
    },
    stored: (which = id) => context.records.find(workspace, which),
  };
}
const ofOps = { requester: ben, owner: { kind: 'group', id: ops } } as const;
const acts = (trail: readonly { readonly act: string }[]) => trail.map(({ act }) => act);
/** The one client that was made beside those that stood there. */
const successorOf = (id: ClientId): ClientId => {
  const others = api.clients().filter((client) => client.name === 'nightly' && client.id !== id);
  return ClientId.parse(others.length === 1 ? others[0]?.id : undefined);
};

describe('rotating a client', () => {
  test('makes another one like it, which is tried before its secret goes out, and the old one lives on', async () => {
    const { rotate, id, old, stored, said, open, trail } = await rotating({
      purpose: Purpose.parse('weekly exports'),
      endsAt: daysOn(5),
      switchRemindedAt: daysOn(-1),
    });
    const created = await rotate({ endsAt: daysOn(30) });
    const next = successorOf(id);
    const { user, name, owner, purpose } = old;
    const written = {
      workspace,
      id: next,
      user,
      name,
      owner,
      purpose,
      requester: aiko,
      createdAt: NOW.toISOString(),
      endsAt: daysOn(30),
      account: { product: 'ripple', clientId: api.rootClient.id },
      predecessor: id,
      intent: expect.any(String),
      receipt: announced,
    };
    expect(created).toEqual({ kind: 'created', record: written, trial: 'accepted' });
    expect(await stored(next)).toEqual(written);
    const { switchRemindedAt: _, ...rest } = old;
    expect(await stored()).toEqual({ ...rest, successor: next, overlapEndsAt: daysOn(7) });
    expect(said).toEqual([
      'begins',
      'counts a create of UAIKO',
      'counts a create of everybody',
      'announces',
      ['tries', next, 'made'],
      ['shows', next, 'accepted', 'handing-over'],
      ['receipt', next, announced, 0, 'handed-over'],
    ]);
    expect(await open()).toEqual([]);
    const facts = { rule: 'slack-admin', target: { user: root, name: 'nightly' } };
    expect(await trail()).toEqual([
      { ...facts, act: 'UAIKO rotate attempted', target: { ...facts.target, clientId: id } },
      {
        ...facts,
        act: 'UAIKO rotate done successor-accepted',
        target: { ...facts.target, clientId: next, subject: id },
      },
    ]);
  });

  test('goes on where nothing says whether the new one is accepted, and says so', async () => {
    const { rotate, answers, trail } = await rotating();
    answers('untried');
    expect(await rotate()).toMatchObject({ kind: 'created', trial: 'untried' });
    expect(acts(await trail()).at(-1)).toBe('UAIKO rotate done successor-untried');
  });

  test('takes the new one away where it is refused, and its secret is never shown', async () => {
    const { rotate, answers, trail, id, stored, said, open } = await rotating();
    answers('refused');
    await expect(rotate()).rejects.toMatchObject({
      facts: { kind: 'successor-refused', id: expect.stringMatching(/^ripple-/), cleanedUp: true },
    });
    expect(acts(await trail())).toEqual(['UAIKO rotate attempted', 'UAIKO rotate failed successor-refused']);
    expect(said.slice(3)).toEqual(['announces', ['takes back', announced]]);
    expect(api.clients().filter(({ name }) => name === 'nightly')).toHaveLength(1);
    expect(await open()).toEqual([]);
    expect((await stored())?.successor).toBeUndefined();
    expect(api.fateOf(id)).toBe('there');
  });

  test('gives the new one to the same user group, by somebody who is in it', async () => {
    const { rotate, id, trail } = await rotating(ofOps, { policy: { approval: 'never' } });
    expect(await rotate({ person: ben })).toMatchObject({
      kind: 'created',
      record: { id: successorOf(id), owner: ofOps.owner, requester: ben },
    });
    expect((await trail()).map(({ rule }) => rule)).toEqual(['owner', 'owner']);
  });

  test('gives the new one to another person where the old one is theirs', async () => {
    const { rotate } = await rotating({ owner: { kind: 'person', id: ben } });
    expect(await rotate()).toMatchObject({ kind: 'created', record: { owner: { kind: 'person', id: ben } } });
  });

  test('counts once among those that a person may have', async () => {
    const { rotate } = await rotating({}, { policy: { clientsPerPerson: 1 } });
    expect(await rotate()).toMatchObject({ kind: 'created' });
  });

  test('happens once where two begin at the same moment', async () => {
    const { rotate, trail } = await rotating();
    const outcomes = await Promise.allSettled([rotate(), rotate()]);
    expect(outcomes.map((one) => (one.status === 'rejected' ? one.reason.facts : one.value.kind))).toEqual(
      expect.arrayContaining([{ kind: 'client-changed-meanwhile' }, 'created']),
    );
    expect(api.clients().filter(({ name }) => name === 'nightly')).toHaveLength(2);
    expect(acts(await trail())).toContain('UAIKO rotate refused client-changed-meanwhile');
  });

  test('that needs an approval makes nothing, and says what it would be the successor of', async () => {
    const { rotate, old, trail, said } = await rotating(ofOps);
    expect(await rotate({ person: ben })).toEqual({ kind: 'needs-approval', old });
    expect([await trail(), said]).toEqual([[], []]);
  });

  test('is stopped by the hourly limit, and the old one can be rotated again', async () => {
    let isOften = true;
    const quota: IssuingContext['quota'] = {
      take: async () =>
        isOften ? { kind: 'none', freeAt: NOW } : { kind: 'taken', giveBack: async () => {} },
    };
    const { rotate, open } = await rotating({}, { changes: { quota } });
    await expect(rotate()).rejects.toMatchObject({ facts: { kind: 'too-often', act: 'create' } });
    expect(await open()).toEqual([]);
    isOften = false;
    expect(await rotate()).toMatchObject({ kind: 'created' });
  });
});

describe('a client that is not rotated', () => {
  test('as its person may not see it, looks like one that is not there', async () => {
    const { rotate, trail, id } = await rotating();
    await expect(rotate({ person: ben })).rejects.toMatchObject({ facts: { kind: 'client-not-found' } });
    expect(await trail()).toEqual([
      { act: 'UBEN rotate refused client-not-found', target: { clientId: id } },
    ]);
  });

  test('as it was deleted here, says by whom', async () => {
    const { rotate, context, id } = await rotating({ closed });
    await context.commit(context.deletions.finishing(workspace, id, ben, NOW));
    await context.connection.alphaus.clients.delete(root, id);
    expect(await rotate()).toEqual({ kind: 'deleted', deletion: { by: ben, at: NOW, done: true } });
  });

  test('as it was deleted elsewhere since its list was kept', async () => {
    const { rotate, context, id } = await rotating();
    await context.connection.directory.fresh(root);
    await context.connection.alphaus.clients.delete(root, id);
    await expect(rotate()).rejects.toMatchObject({ facts: { kind: 'client-not-found' } });
  });

  test('as its record is closed although the API lists it still', async () => {
    const { rotate, look, trail } = await rotating({ closed });
    expect([await rotate(), await look()]).toEqual([
      { kind: 'closed', closed },
      { kind: 'closed', closed },
    ]);
    expect(await trail()).toEqual([]);
  });

  test('as the connection itself uses it', async () => {
    const { context, trail } = await rotating();
    const own = ClientId.parse(api.rootClient.id);
    const wanted = { person: aiko, id: own, overlapDays: 7, endsAt: undefined };
    await expect(rotateClient(context, wanted)).rejects.toMatchObject({ facts: { kind: 'own-credential' } });
    expect(acts(await trail())).toEqual(['UAIKO rotate refused own-credential']);
  });

  test('as nobody knows whose it is', async () => {
    const { context, trail } = await rotating();
    const unknown = seeded('made elsewhere');
    const wanted = { person: aiko, id: unknown, overlapDays: 7, endsAt: undefined };
    await expect(rotateClient(context, wanted)).rejects.toMatchObject({
      facts: { kind: 'unclaimed', id: unknown },
    });
    expect(acts(await trail())).toEqual(['UAIKO rotate refused unclaimed']);
  });

  test('as it is being rotated', async () => {
    const { rotate, context, trail } = await rotating({ rotating: issueIntent({ at: 'creating' }).id });
    await context.begin(issueIntent({ at: 'creating' }, { kind: 'rotate', person: ben }));
    await expect(rotate()).rejects.toMatchObject({ facts: { kind: 'being-rotated', by: ben } });
    expect(acts(await trail())).toEqual(['UAIKO rotate refused being-rotated']);
  });

  test('as its account is another one', async () => {
    const account = { product: 'ripple', clientId: 'ripple-other' } as const;
    const { look, trail } = await rotating({ account });
    await expect(look()).rejects.toMatchObject({ facts: { kind: 'account-changed' } });
    expect(acts(await trail())).toEqual(['UAIKO rotate refused account-changed']);
  });

  test('as its person is found to be gone in the middle', async () => {
    const { look, context, trail } = await rotating();
    deactivatedAfter(1, context);
    await expect(look()).rejects.toMatchObject({ facts: { kind: 'not-allowed', reason: 'deactivated' } });
    expect(acts(await trail())).toEqual(['UAIKO rotate refused deactivated']);
  });

  test('as somebody who may see it may not change it', async () => {
    const { look, trail } = await rotating({}, { policy: { approvers: { people: [ben], groups: [] } } });
    await expect(look(ben)).rejects.toMatchObject({ facts: { kind: 'not-allowed', reason: 'not-owner' } });
    expect(acts(await trail())).toEqual(['UBEN rotate refused not-owner']);
  });
});

describe('looking whether a client may be rotated', () => {
  test('says whether that needs an approval, and tells what was decided', async () => {
    const decided: unknown[] = [];
    const telling: Issuing = {
      changes: { decided: ({ action }, { kind }) => decided.push([action, kind]) },
    };
    const { look, old, id } = await rotating(ofOps, telling);
    const client = { id, name: 'nightly', user: root, createdAt: undefined };
    const rotatable = { kind: 'rotatable', client, record: old };
    expect(await look(ben)).toEqual({ ...rotatable, needsApproval: true });
    expect(await look(aiko)).toEqual({ ...rotatable, needsApproval: false });
    expect(decided).toEqual([
      ['rotate', 'allow'],
      ['create', 'needs-approval'],
      ['rotate', 'allow'],
      ['create', 'allow'],
    ]);
  });
});

describe('giving up an old client', () => {
  const succeeded = async (changes: Partial<ClientRecord> = {}, next: Partial<ClientRecord> = {}) => {
    const successor = seeded('its successor');
    const rotated = await rotating({ successor, ...changes });
    await rotated.context.records.add(record({ id: successor, user: root, ...next }));
    return { ...rotated, successor };
  };

  test('deletes it once its successor stands', async () => {
    const { retire, id, said, stored, trail } = await succeeded();
    expect(await retire()).toEqual({ kind: 'deleted', earlier: false });
    expect(said.at(-1)).toEqual(['tells', { kind: 'deleted', earlier: false }]);
    expect((await stored())?.closed).toEqual({ how: 'deleted', by: aiko, at: NOW.toISOString() });
    expect(acts(await trail())).toEqual(['UAIKO delete attempted', 'UAIKO delete done']);
    expect(api.fateOf(id)).toBe('deleted');
  });

  test('is left to a confirmation where it is not the person’s own', async () => {
    const { retire, id } = await succeeded({ owner: { kind: 'person', id: ben } });
    expect(await retire()).toEqual({ kind: 'not-own' });
    expect(api.fateOf(id)).toBe('there');
  });

  test('is for those who own it', async () => {
    const group = await succeeded(ofOps);
    expect(await group.retire(ben)).toMatchObject({ kind: 'deleted' });
    const { retire, trail, id } = await succeeded();
    await expect(retire(ben)).rejects.toMatchObject({ facts: { kind: 'right-lost' } });
    expect(await trail()).toEqual([
      { act: 'UBEN delete refused not-visible', target: { user: root, clientId: id } },
    ]);
  });

  test('deletes nothing where the successor is gone, here or elsewhere', async () => {
    const here = await succeeded({}, { closed });
    const gone = { facts: { kind: 'successor-gone', id: here.id } };
    await expect(here.retire()).rejects.toMatchObject(gone);
    expect(acts(await here.trail())).toEqual(['UAIKO delete refused successor-gone']);
    const elsewhere = await succeeded();
    await elsewhere.context.connection.directory.fresh(root);
    await elsewhere.context.connection.alphaus.clients.delete(root, elsewhere.successor);
    await expect(elsewhere.retire()).rejects.toMatchObject({
      facts: { kind: 'successor-gone', id: elsewhere.id },
    });
    expect([api.fateOf(here.id), api.fateOf(elsewhere.id)]).toEqual(['there', 'there']);
  });

  test('answers for one that is gone already as such, whatever became of its successor', async () => {
    const { retire, context, id } = await succeeded({ closed }, { closed });
    await context.commit(context.deletions.finishing(workspace, id, ben, NOW));
    expect(await retire()).toEqual({ kind: 'already', deletion: { by: ben, at: NOW, done: true } });
  });

  test('does nothing to one of which nothing is known, or in another account', async () => {
    const { context, trail } = await rotating();
    const unknown = seeded('made elsewhere');
    await expect(
      retireClient(context, { person: aiko, id: unknown, tell: async () => {} }),
    ).rejects.toMatchObject({ facts: { kind: 'client-not-found' } });
    expect(await trail()).toEqual([
      { act: 'UAIKO delete refused client-not-found', target: { clientId: unknown } },
    ]);
    const other = await succeeded({ account: { product: 'ripple', clientId: 'ripple-other' } });
    await expect(other.retire()).rejects.toMatchObject({ facts: { kind: 'account-changed' } });
  });

  test('never touches the client that the connection itself uses', async () => {
    const { context } = await rotating();
    const own = ClientId.parse(api.rootClient.id);
    await context.records.add(record({ id: own, user: root }));
    await expect(
      retireClient(context, { person: aiko, id: own, tell: async () => {} }),
    ).rejects.toMatchObject({ facts: { kind: 'not-allowed', reason: 'own-credential' } });
  });
});

describe('what a new client leaves in the record of the old one', () => {
  test('is nothing where it takes nobody’s place, where there is no record, and where that says it already', async () => {
    const recorded = { workspace, ...records() };
    const [old, next] = [ClientId.parse('ripple-old'), ClientId.parse('ripple-new')];
    const intent = issueIntent({ at: 'creating' }, { overlapDays: 7 });
    const replacing = { ...intent, predecessor: old };
    expect(await notingSuccessor(recorded, intent, next)).toEqual([]);
    expect(await notingSuccessor(recorded, replacing, next)).toEqual([]);
    await recorded.records.add(record({ id: old, rotating: intent.id }));
    await recorded.commit(await notingSuccessor(recorded, replacing, next));
    expect(await recorded.records.find(workspace, old)).toEqual({
      ...record({ id: old }),
      successor: next,
      overlapEndsAt: '2026-11-08T00:00:00.000Z',
    });
    expect(await notingSuccessor(recorded, replacing, next)).toEqual([]);
  });
});

describe('the line of clients that took each other’s place', () => {
  const ids = Array.from({ length: 30 }, (_, index) => ClientId.parse(`ripple-${index}`));
  const at = (index: number): ClientId => ids[index] ?? expect.fail();
  const replaced = { how: 'replaced', by: aiko, at: daysOn(-1) } as const;

  /** As many clients in a row as there are changes. */
  async function line(...changes: readonly Partial<ClientRecord>[]) {
    const recorded = { workspace, ...records() };
    const all = changes.map((more, index) =>
      record({
        id: at(index),
        ...(index > 0 && { predecessor: at(index - 1) }),
        ...(index < changes.length - 1 && { successor: at(index + 1) }),
        ...more,
      }),
    );
    for (const one of all) await recorded.records.add(one);
    const of = async (index: number) => {
      const { predecessor, successor } = await lineageOf(recorded, all[index] ?? expect.fail());
      return [predecessor?.id, successor?.id];
    };
    return { all, of };
  }

  test('is followed through those that were only replaced', async () => {
    const { of } = await line({}, { closed: replaced }, { closed: replaced }, {});
    expect(await Promise.all([0, 1, 2, 3].map(of))).toEqual([
      [undefined, at(3)],
      [at(0), at(3)],
      [at(0), at(3)],
      [at(0), undefined],
    ]);
  });

  test('ends at one that was deleted, on the way back, and has no one left where the last is closed', async () => {
    const { of } = await line({}, { closed }, { closed: replaced }, {}, { closed });
    expect(await of(3)).toEqual([at(1), undefined]);
    expect(await of(0)).toEqual([undefined, at(3)]);
  });

  test('ends before one that is not on record', async () => {
    const gone = ClientId.parse('ripple-gone');
    const { of } = await line({ predecessor: gone, closed: replaced }, { successor: gone });
    expect(await of(1)).toEqual([at(0), undefined]);
    expect(await of(0)).toEqual([undefined, at(1)]);
  });

  test('is followed for twenty steps', async () => {
    const steps = Array.from({ length: 23 }, (_, index) =>
      index === 0 || index === 22 ? {} : { closed: replaced },
    );
    const { of } = await line(...steps);
    expect([await of(22), await of(21), await of(20)]).toEqual([
      [at(2), undefined],
      [at(1), at(22)],
      [at(0), at(22)],
    ]);
    expect([await of(0), await of(1), await of(2)]).toEqual([
      [undefined, undefined],
      [at(0), undefined],
      [at(0), at(22)],
    ]);
  });

  test('has an overlap from when a client has a successor until one of the two is gone', () => {
    const successor = record({ id: at(1) });
    const old = record({ id: at(0), overlapEndsAt: daysOn(3) });
    const overlap = { old, successor, until: new Date(daysOn(3)) };
    const none = { predecessor: undefined, successor: undefined };
    expect([
      overlapOf(old, { ...none, successor }),
      overlapOf(successor, { ...none, predecessor: old }),
      overlapOf(old, none),
      overlapOf(record(), { predecessor: record(), successor: record() }),
      overlapOf({ ...old, closed }, { ...none, successor }),
      overlapOf(old, { ...none, successor: { ...successor, closed } }),
      overlapOf({ ...successor, closed }, { ...none, predecessor: old }),
    ]).toEqual([overlap, overlap, undefined, undefined, undefined, undefined, undefined]);
  });
});
