import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../../sandbox/api/start-api.js';
import { replaceClient } from '../../../../src/core/clients/issuing/replace-client.js';
import type { Actor } from '../../../../src/core/model/actor.js';
import type { ClientRecord } from '../../../../src/core/model/client-record.js';
import { ClientId, PersonId, RequestId } from '../../../../src/core/model/ids.js';
import { endAfterDays } from '../../../../src/core/model/until.js';
import { root } from '../../connected.js';
import { announced, type Issuing, deactivatedAfter, issuing, takeOverBefore } from '../../issuing.js';
import { aiko, ben, issueIntent, record, workspace } from '../../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const NOW = new Date('2026-10-15T18:00:00.000Z');
const chloe = PersonId.parse('UCHLOE');
const account = () => ({ product: 'ripple' as const, clientId: api.rootClient.id });
const hoursAgo = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
const closed = { how: 'deleted', by: aiko, at: hoursAgo(1) } as const;
const standing = (id: ClientId) => api.fateOf(id);

/** Aiko is an admin, Ben is none. Aiko made the old client, which is hers, unless `changes` say otherwise. */
async function replacing(changes: Partial<ClientRecord> = {}, setting: Issuing = {}) {
  const id = ClientId.parse(api.seed(root, [{ name: 'nightly' }])[0]?.id);
  const member: Actor = { id: ben, standing: 'member', slackAdmin: false, groups: [] };
  const issued = issuing(api, { now: () => NOW, actors: [member], ...setting });
  const { context, said } = issued;
  const old = record({ id, user: root, account: account(), ...changes });
  await context.records.add(old);
  return {
    ...issued,
    id,
    old,
    replace: (person = aiko, at: 'secret' | 'receipt' = 'receipt') =>
      replaceClient(context, {
        person,
        id,
        at,
        oldIsGone: async () => void said.push(`the old one is ${standing(id)}`),
      }),
    stored: (which = id) => context.records.find(workspace, which),
  };
}
const ofBen = { requester: ben, owner: { kind: 'person', id: ben } } as const;
/** The one client that was made beside those that stood there. */
const successorOf = (id: ClientId): ClientId => {
  const others = api.clients().filter((client) => client.name === 'nightly' && client.id !== id);
  return ClientId.parse(others.length === 1 ? others[0]?.id : undefined);
};
const deletes = () => api.calls().filter(({ operation }) => operation === 'delete').length;

const act = (what: string, target: object, rule = 'slack-admin') => ({
  act: `UAIKO ${what}`,
  rule,
  target: { user: root, ...target },
});

describe('replacing a client', () => {
  test('deletes it, and makes one like it, under one intent', async () => {
    const { replace, id, old, stored, said, open, trail } = await replacing({
      endsAt: '2027-02-01T00:00:00.000Z',
    });
    const created = await replace();
    const next = successorOf(id);
    const { receipt: _, ...likeOld } = { ...old, receipt: undefined };
    const written = {
      ...likeOld,
      id: next,
      createdAt: NOW.toISOString(),
      predecessor: id,
      intent: expect.any(String),
      receipt: announced,
    };
    expect(created).toEqual({ kind: 'created', record: written });
    expect(await stored(next)).toEqual(written);
    expect(await stored()).toEqual({
      ...old,
      successor: next,
      closed: { how: 'replaced', by: aiko, at: NOW.toISOString() },
    });
    expect(said).toEqual([
      'begins',
      'counts a create of UAIKO',
      'counts a create of everybody',
      'the old one is deleted',
      'announces',
      ['shows', next, undefined, 'handing-over'],
      ['receipt', next, announced, 0, 'handed-over'],
    ]);
    expect(await open()).toEqual([]);
    expect(await trail()).toEqual([
      act('delete attempted', { clientId: id }),
      act('delete done', { clientId: id }),
      act('create attempted', { name: 'nightly' }),
      act('create done', { name: 'nightly', clientId: next }),
    ]);
  });

  test('makes one for whom the old one belongs to in the end: it may be handed over while it is deleted', async () => {
    const { replace, id, context, stored } = await replacing();
    const { clients } = context.connection.alphaus;
    const remove = clients.delete.bind(clients);
    clients.delete = async (...which) => {
      await context.records.change(workspace, id, (now) => ({
        ...now,
        owner: { kind: 'person', id: chloe },
      }));
      return remove(...which);
    };
    await replace();
    expect((await stored(successorOf(id)))?.owner).toEqual({ kind: 'person', id: chloe });
  });

  test.each([
    ['missing', 'handed-over'],
    ['stands', ''],
  ] as const)('leaves its intent as «%s» makes it: «%s»', async (left, open) => {
    const { replace, stage } = await replacing({}, { handover: { leaveReceipt: async () => left } });
    expect(await replace()).toMatchObject({ kind: 'created' });
    expect(await stage()).toBe(open);
  });

  test('is for the person alone who was given its secret', async () => {
    const { replace, trail, id } = await replacing();
    await expect(replace(ben)).rejects.toMatchObject({ facts: { kind: 'client-not-found' } });
    expect(await trail()).toEqual([
      {
        act: 'UBEN confirm-receipt refused not-requester',
        target: { user: root, clientId: id },
      },
    ]);
    expect(standing(id)).toBe('there');
  });

  test('is for somebody who may still change it', async () => {
    const { replace, trail, id } = await replacing({ requester: ben });
    await expect(replace(ben)).rejects.toMatchObject({ facts: { kind: 'right-lost' } });
    expect(await trail()).toEqual([
      { act: 'UBEN rotate refused not-visible', target: { user: root, clientId: id } },
    ]);
  });

  test('changes nothing where it is closed', async () => {
    const { replace, trail, said } = await replacing({ closed });
    expect(await replace()).toEqual({ kind: 'closed', closed });
    expect([await trail(), said]).toEqual([[], []]);
  });

  test('takes the place of the old one among those that a person may have', async () => {
    const { replace } = await replacing({}, { policy: { clientsPerPerson: 1 } });
    expect(await replace()).toMatchObject({ kind: 'created' });
  });

  test('lets it end as late as possible, in the days of its person, where it had no end and needs one', async () => {
    const { people } = issuing(api).context;
    const zoneOf: typeof people.zoneOf = async (id) => (id === aiko ? 'Asia/Tokyo' : 'America/Los_Angeles');
    const { replace } = await replacing(
      {},
      { policy: { longestLifeDays: 30 }, changes: { people: { ...people, zoneOf } } },
    );
    const endsAt = endAfterDays(30, { now: NOW, zone: 'Asia/Tokyo' }).toISOString();
    expect(await replace()).toMatchObject({ kind: 'created', record: { endsAt } });
  });

  test('lets it end when the old one would have, however late that is', async () => {
    const endsAt = '2027-12-01T00:00:00.000Z';
    const { replace } = await replacing({ endsAt }, { policy: { longestLifeDays: 30 } });
    expect(await replace()).toMatchObject({ kind: 'created', record: { endsAt } });
  });
});

describe('a client that is not replaced', () => {
  test('as it is in another account', async () => {
    const elsewhere = { product: 'ripple', clientId: 'ripple-other' } as const;
    const { replace, trail, id } = await replacing({ account: elsewhere });
    await expect(replace()).rejects.toMatchObject({ facts: { kind: 'account-changed' } });
    expect(await trail()).toEqual([
      { act: 'UAIKO rotate refused account-changed', target: { user: root, clientId: id } },
    ]);
    expect(standing(id)).toBe('there');
  });

  test('as it is being rotated', async () => {
    const { replace, context, id, trail } = await replacing({
      rotating: issueIntent({ at: 'creating' }).id,
    });
    await context.begin(issueIntent({ at: 'creating' }, { kind: 'rotate', person: ben }));
    await expect(replace()).rejects.toMatchObject({ facts: { kind: 'being-rotated', by: ben } });
    expect(await trail()).toEqual([
      { act: 'UAIKO rotate refused being-rotated', target: { user: root, clientId: id } },
    ]);
  });

  test('as it has a successor, unless that was deleted elsewhere', async () => {
    const successor = ClientId.parse(api.seed(root, [{ name: 'its successor' }])[0]?.id);
    const { replace, context } = await replacing({ successor, rotating: 'settled since' });
    await context.records.add(record({ id: successor, user: root, requester: ben, createdAt: hoursAgo(2) }));
    await expect(replace()).rejects.toMatchObject({
      facts: { kind: 'already-rotated', successor, by: ben, at: new Date(hoursAgo(2)) },
    });
    await context.connection.alphaus.clients.delete(root, successor);
    context.connection.directory.forget(root);
    expect(await replace()).toMatchObject({ kind: 'created' });
  });

  test('as somebody is deleting it', async () => {
    const { replace, context, id, open, trail } = await replacing();
    const claim = { by: ben, at: NOW, intent: 'of ben' };
    await context.deletions.claim(workspace, id, claim);
    expect(await replace()).toEqual({ kind: 'already', deletion: { by: ben, at: NOW, done: false } });
    expect(await open()).toEqual([]);
    expect((await trail()).map((one) => one.act)).toEqual([
      'UAIKO delete attempted',
      'UAIKO delete refused already-deleted',
    ]);
  });

  test('as it was deleted elsewhere', async () => {
    const { replace, context, id, open, said } = await replacing();
    await context.connection.alphaus.clients.delete(root, id);
    const elsewhere = { how: 'deleted-elsewhere', by: aiko, at: NOW.toISOString() };
    expect(await replace()).toEqual({ kind: 'closed', closed: elsewhere });
    expect([await open(), said.slice(3)]).toEqual([[], []]);
  });

  test('as an earlier attempt, whose answer was lost, has deleted it', async () => {
    const { replace, context, id, open, said } = await replacing();
    const claim = { by: ben, at: new Date(hoursAgo(1)), intent: 'of ben' };
    await context.deletions.claim(workspace, id, claim);
    await context.deletions.release(workspace, id, claim, 'unknown');
    await context.connection.alphaus.clients.delete(root, id);
    const byBen = { how: 'deleted', by: ben, at: hoursAgo(1) };
    expect(await replace()).toEqual({ kind: 'closed', closed: byBen });
    expect([await open(), said.slice(3)]).toEqual([[], []]);
  });

  test('as the API does not delete it: nothing is left open', async () => {
    const { replace, id, open, trail, said } = await replacing();
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await expect(replace()).rejects.toMatchObject({ facts: { kind: 'api-forbidden' } });
    expect([await open(), standing(id), said.slice(3)]).toEqual([[], 'there', []]);
    expect((await trail()).map((one) => one.act)).toEqual([
      'UAIKO delete attempted',
      'UAIKO delete failed api-forbidden',
    ]);
  });

  test('as nobody knows whether it is deleted: that is looked into later, by whoever comes first', async () => {
    const { replace, open, context } = await replacing();
    api.fault({ operation: 'delete', kind: 'nonsense', times: 1 });
    await expect(replace()).rejects.toMatchObject({ facts: { kind: 'api-malformed' } });
    const left = await open();
    expect(left.map(({ stage }) => stage)).toEqual([{ at: 'replacing' }]);
    expect(await Promise.all(left.map((one) => context.intents.isUnderWay(one)))).toEqual([false]);
  });

  test('but deleted, as the API does not make another one, says so', async () => {
    const { replace, id, open } = await replacing();
    api.fault({ operation: 'create', kind: 'status', status: 400, times: 1 });
    expect(await replace()).toMatchObject({
      kind: 'only-deleted',
      name: 'nightly',
      problem: { facts: { kind: 'api-refused' } },
    });
    expect([await open(), standing(id)]).toEqual([[], 'deleted']);
  });

  test('but deleted, as another process took the intent over, is a fault', async () => {
    const { replace, context } = await replacing();
    takeOverBefore(context, 'creating');
    await expect(replace()).rejects.toThrow('the intent was taken over');
  });

  test('as the hourly limit is reached', async () => {
    const { replace, id, open } = await replacing(
      {},
      { changes: { quota: { take: async () => ({ kind: 'none', freeAt: NOW }) } } },
    );
    await expect(replace()).rejects.toMatchObject({ facts: { kind: 'too-often', act: 'create' } });
    expect([await open(), standing(id), deletes()]).toEqual([[], 'there', 0]);
  });

  test('as there is no such Alphaus user any more', async () => {
    const { replace, context, trail } = await replacing();
    context.connection.alphaus.usersBeside = async () => [];
    await expect(replace()).rejects.toMatchObject({ facts: { kind: 'alphaus-user-unknown' } });
    expect((await trail()).map((one) => one.act)).toEqual(['UAIKO create refused alphaus-user-unknown']);
  });

  test('as the store has no record of it any more although it is gone is a fault', async () => {
    const { replace, context, id } = await replacing();
    await context.connection.alphaus.clients.delete(root, id);
    const find = context.records.find.bind(context.records);
    context.records.find = async (...which) => {
      const found = await find(...which);
      if (found === undefined) return undefined;
      const { closed: _, ...rest } = found;
      return rest;
    };
    await expect(replace()).rejects.toThrow('the record of a client that is gone is open');
  });
});

describe('the right to another client like the old one', () => {
  const approved = {
    ...ofBen,
    request: RequestId.parse('R0000001'),
    approver: aiko,
    furtherApprovers: [chloe],
    createdAt: hoursAgo(71),
  };

  test('comes from the approval where the secret was never saved, and stays with that', async () => {
    const { replace, id, old } = await replacing(approved);
    const { request, approver, furtherApprovers } = old;
    const approval = { request, approver, furtherApprovers, approvedAt: hoursAgo(71) };
    const replaced = await replace(ben, 'secret');
    expect(replaced).toMatchObject({ kind: 'created', record: { id: successorOf(id), ...approval } });
  });

  test('is as old as the approval by which the first of several was made', async () => {
    const { replace } = await replacing({ ...approved, createdAt: hoursAgo(1), approvedAt: hoursAgo(71) });
    expect(await replace(ben, 'secret')).toMatchObject({
      kind: 'created',
      record: { approvedAt: hoursAgo(71) },
    });
  });

  test.each<[string, Partial<ClientRecord>, 'secret' | 'receipt']>([
    ['the approval is too old', { createdAt: hoursAgo(72) }, 'secret'],
    ['the first approval is too old', { createdAt: hoursAgo(1), approvedAt: hoursAgo(72) }, 'secret'],
    ['the secret is saved', { savedAt: hoursAgo(1) }, 'secret'],
    ['nobody approved the old one', { approver: undefined }, 'secret'],
    ['it is asked for at the receipt', {}, 'receipt'],
  ])('needs another approval where %s', async (_, changes, at) => {
    const { replace, trail, id } = await replacing({ ...approved, ...changes });
    await expect(replace(ben, at)).rejects.toMatchObject({
      facts: { kind: 'replacing-needs-approval', rule: 'no-grant' },
    });
    expect(await trail()).toEqual([
      { act: 'UBEN create refused approval-needed', target: { user: root, clientId: id } },
    ]);
    expect(standing(id)).toBe('there');
  });

  test('comes from no approval where the person may create such a client anyway', async () => {
    const { replace, trail } = await replacing(approved, { policy: { approval: 'never' } });
    const replaced = await replace(ben, 'secret');
    expect(replaced).toMatchObject({ kind: 'created' });
    expect(replaced).not.toHaveProperty('record.approver');
    expect((await trail()).map(({ rule }) => rule)).toEqual(Array(4).fill('no-approval-needed'));
  });

  test('is none where the person is found to be gone in the middle', async () => {
    const { replace, context, trail, id } = await replacing();
    deactivatedAfter(2, context);
    await expect(replace()).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'deactivated' },
    });
    expect(await trail()).toEqual([
      { act: 'UAIKO create refused deactivated', target: { user: root, clientId: id } },
    ]);
    expect(standing(id)).toBe('there');
  });

  test('is told as it is decided', async () => {
    const decided: unknown[] = [];
    const { replace } = await replacing(
      {},
      { changes: { decided: ({ action }, { kind }) => decided.push([action, kind]) } },
    );
    await replace();
    expect(decided).toEqual([
      ['confirm-receipt', 'allow'],
      ['rotate', 'allow'],
      ['create', 'allow'],
    ]);
  });
});
