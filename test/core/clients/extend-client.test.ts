import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { extendClient } from '../../../src/core/clients/ending/extend-client.js';
import type { ClientRecord } from '../../../src/core/model/client-record.js';
import { ClientId } from '../../../src/core/model/ids.js';
import { root } from '../connected.js';
import { type Issuing, issuing } from '../issuing.js';
import { aiko, ben, record, workspace } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const NOW = new Date('2026-11-28T12:00:00.000Z');
const before = '2026-12-31T00:00:00.000Z';
const after = '2027-01-31T00:00:00.000Z';
const closed = { how: 'deleted', by: aiko, at: '2026-11-27T12:00:00.000Z' } as const;
const deleting = { since: NOW.toISOString(), attempt: 'of the bot' };

/** Ben's client, which has an end; Aiko is an admin, Ben is none. */
async function extending(changes: Partial<ClientRecord> | undefined, setting: Issuing = {}) {
  const member = { id: ben, standing: 'member', slackAdmin: false, groups: [] } as const;
  const { context, said, trail } = issuing(api, { now: () => NOW, actors: [member], ...setting });
  const id = ClientId.parse(api.seed(root, 1)[0]?.id);
  const given = record({ id, user: root, owner: { kind: 'person', id: ben }, endsAt: before, ...changes });
  if (changes !== undefined) await context.records.add(given);
  return {
    id,
    given,
    context,
    said,
    trail,
    extend: (person = ben, endsAt = after, which = id) =>
      extendClient(context, { person, id: which, endsAt }),
    stored: () => context.records.find(workspace, id),
    subject: { user: root, clientId: id, name: given.name, subject: `until ${after}` },
  };
}

describe('a person who extends a client', () => {
  test('moves its end, of which nobody was warned yet, and that is on record', async () => {
    const news = [
      { about: '14-days', person: ben, as: 'owner', state: 'taken', at: '2026-12-17T00:00:00.000Z' } as const,
    ];
    const { extend, given, stored, said, trail, subject } = await extending({ end: { warned: 14, news } });
    const moved = { ...given, endsAt: after, end: { setAt: NOW.toISOString(), news: [] } };
    expect(await extend()).toEqual({ kind: 'extended', record: moved, before });
    expect(await stored()).toEqual(moved);
    expect(await trail()).toEqual([{ act: 'UBEN extend done', rule: 'owner', target: subject }]);
    expect(said).toEqual(['begins']);
  });

  test('gives an end to one that had none', async () => {
    const { context, given, id } = await extending({ endsAt: undefined });
    // Nobody has to be waited for before.
    const { beforeChanges: _, ...plain } = context;
    expect(await extendClient(plain, { person: aiko, id, endsAt: after })).toEqual({
      kind: 'extended',
      record: { ...given, endsAt: after, end: { setAt: NOW.toISOString(), news: [] } },
      before: undefined,
    });
  });

  test.each<[string, Partial<ClientRecord>]>([
    ['is deleted', { closed }],
    ['is being deleted at its end', { end: { news: [], deleting } }],
  ])('is too late where it %s', async (_, changes) => {
    const { extend, given, stored, trail, subject } = await extending(changes);
    expect(await extend()).toEqual({ kind: 'too-late', record: given });
    expect(await stored()).toEqual(given);
    expect(await trail()).toEqual([{ act: 'UBEN extend refused too-late', rule: 'owner', target: subject }]);
  });

  test('hears that nothing is known of one that was made elsewhere', async () => {
    const { extend, trail, id } = await extending(undefined);
    await expect(extend(aiko)).rejects.toMatchObject({ facts: { kind: 'end-of-unknown-origin', id } });
    expect(await trail()).toEqual([
      { act: 'UAIKO extend refused end-of-unknown-origin', target: { clientId: id } },
    ]);
  });

  test('hears whom to ask about one in another account', async () => {
    const account = { product: 'ripple', clientId: 'ripple-other' } as const;
    const { extend, trail, id } = await extending(
      { account },
      { changes: { whoKnowsAccount: async (user) => (user === root ? [aiko] : []) } },
    );
    await expect(extend()).rejects.toMatchObject({
      facts: { kind: 'client-elsewhere', id, user: root, ask: [aiko] },
    });
    expect(await trail()).toEqual([
      { act: 'UBEN extend refused client-elsewhere', target: { user: root, clientId: id } },
    ]);
  });

  test('cannot go beyond what the policy allows from this moment on', async () => {
    const { extend, trail, said, given, stored } = await extending({}, { policy: { longestLifeDays: 30 } });
    await expect(extend()).rejects.toMatchObject({ facts: { kind: 'until-too-late', days: 30 } });
    expect((await trail()).map(({ act }) => act)).toEqual(['UBEN extend refused until-too-late']);
    // Only what is put on record was begun.
    expect([said, await stored()]).toEqual([['begins'], given]);
  });

  test('has to own it, or to be an admin', async () => {
    const { extend, trail, id } = await extending({ owner: { kind: 'person', id: aiko } });
    await expect(extend()).rejects.toMatchObject({ facts: { kind: 'client-not-found' } });
    expect(await trail()).toEqual([
      { act: 'UBEN extend refused not-visible', target: { user: root, clientId: id } },
    ]);
  });

  test('gives no end to the client that the connection itself uses', async () => {
    const { extend, context } = await extending({});
    const own = ClientId.parse(api.rootClient.id);
    await context.records.add(record({ id: own, user: root }));
    await expect(extend(aiko, after, own)).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'own-credential' },
    });
  });

  test('is told of a fault where the record is gone between two moments', async () => {
    const { extend, context } = await extending({});
    context.records.change = async () => undefined;
    await expect(extend()).rejects.toThrow('is gone');
  });
});
