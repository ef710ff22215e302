import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { endClient } from '../../../src/core/clients/ending/end-client.js';
import type { ClientRecord } from '../../../src/core/model/client-record.js';
import { ClientId } from '../../../src/core/model/ids.js';
import { Problem } from '../../../src/core/problem.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { committing } from '../../../src/storage/backends/commit.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { connectedForAdmins, root } from '../connected.js';
import { aiko, record, workspace } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const endsAt = '2026-11-28T00:00:00.000Z';

/** A client that has reached its end, as the bot finds it. */
async function ending(changes: Partial<ClientRecord> = {}) {
  const id = ClientId.parse(api.seed(root, 1)[0]?.id);
  const ended = record({ id, user: root, endsAt, ...changes });
  const backend = guarded(memoryBackend(Date.now));
  const context = { ...connectedForAdmins(api, backend), deletingMs: 60_000 };
  await context.records.add(ended);
  return {
    id,
    ended,
    context,
    commit: committing(backend),
    end: (as = ended) => endClient(context, as),
    stored: () => context.records.find(workspace, id),
    trail: async () =>
      (await collect(context.audit.forwards(workspace, 0))).map(({ actor, action, outcome, reason }) =>
        [actor, action, outcome, reason].filter((part) => part !== undefined).join(' '),
      ),
  };
}
const deletes = () => api.calls().filter(({ operation }) => operation === 'delete').length;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

describe('a client that has reached its end', () => {
  test('is deleted by the bot, and its record is closed with the outcome', async () => {
    const { end, stored, trail, ended, context, id } = await ending();
    expect(await end()).toEqual({ kind: 'gone' });
    expect(await stored()).toEqual({
      ...ended,
      end: { news: [], deleting: { since: expect.any(String), attempt: expect.any(String) } },
      closed: { how: 'ended', by: 'bot', at: expect.any(String) },
    });
    expect(await context.deletions.find(workspace, id)).toMatchObject({ by: 'bot', done: true });
    expect(await trail()).toEqual(['bot end attempted', 'bot end done']);
    const written = await collect(context.audit.forwards(workspace, 0));
    const target = { user: root, clientId: id, name: ended.name };
    expect(written.map((one) => one.target)).toEqual([target, target]);
    expect(deletes()).toBe(1);
  });

  test('is left alone where its end was moved, it was closed, or somebody began meanwhile', async () => {
    const { end, trail, ended, context } = await ending();
    expect(await end({ ...ended, endsAt: '2026-11-27T00:00:00.000Z' })).toEqual({ kind: 'called-off' });
    const left = { since: ago(120_000), attempt: 'of a dead process' };
    expect(await end({ ...ended, end: { news: [], deleting: left } })).toEqual({ kind: 'called-off' });
    expect(await end({ ...ended, id: ClientId.parse('ripple-gone') })).toEqual({ kind: 'called-off' });
    const change = context.records.change.bind(context.records);
    await change(workspace, ended.id, (current) => ({
      ...current,
      closed: { how: 'deleted', by: aiko, at: endsAt },
    }));
    expect(await end()).toEqual({ kind: 'called-off' });
    expect(await trail()).toEqual([]);
    expect(deletes()).toBe(0);
  });

  test('is called off where its end moves at the very moment', async () => {
    const { end, ended, context } = await ending();
    const find = context.records.find.bind(context.records);
    context.records.find = async (...which) => {
      context.records.find = find;
      const found = await find(...which);
      await context.records.change(workspace, ended.id, (current) => ({
        ...current,
        endsAt: '2027-01-01T00:00:00.000Z',
      }));
      return found;
    };
    expect(await end()).toEqual({ kind: 'called-off' });
    expect(deletes()).toBe(0);
  });

  test('is left to the process that is at it, and finished where that has died', async () => {
    const deleting = { since: ago(59_000), attempt: 'under way' };
    const busy = await ending({ end: { news: [], deleting } });
    const again = new Date(Date.parse(deleting.since) + 60_000);
    expect(await busy.end()).toEqual({ kind: 'under-way', again });
    expect(deletes()).toBe(0);
    const left = { since: ago(60_001), attempt: 'of a dead process' };
    const dead = await ending({ end: { news: [], deleting: left } });
    const at = new Date(left.since);
    const claim = { by: 'bot', at, intent: left.attempt } as const;
    await dead.context.deletions.claim(workspace, dead.id, claim);
    expect(await dead.end()).toEqual({ kind: 'gone' });
    expect(await dead.stored()).toMatchObject({ closed: { how: 'ended', by: 'bot' } });
    expect(deletes()).toBe(1);
  });

  test('is taken over as soon as its time is over', async () => {
    const since = '2026-11-28T00:00:01.000Z';
    const deleting = { since, attempt: 'of a dead process' };
    const { context, ended } = await ending({ end: { news: [], deleting } });
    const at = (ms: number) => ({ ...context, now: () => new Date(Date.parse(since) + ms) });
    expect(await endClient(at(59_999), ended)).toEqual({
      kind: 'under-way',
      again: new Date('2026-11-28T00:01:01.000Z'),
    });
    expect(await endClient(at(60_000), ended)).toEqual({ kind: 'gone' });
  });

  test('that the bot has deleted, and whose record it had no time to close, has ended', async () => {
    const { end, stored, context, commit, id } = await ending();
    await commit(context.deletions.finishing(workspace, id, 'bot', new Date(endsAt)));
    expect(await end()).toEqual({ kind: 'gone' });
    expect((await stored())?.closed).toEqual({ how: 'ended', by: 'bot', at: endsAt });
    expect(deletes()).toBe(0);
  });

  type End = ClientRecord['end'];
  const later = '2026-11-28T12:00:00.000Z';
  const becomes = [
    {
      what: 'is being deleted by another process',
      change: (end: End): End => ({ news: [], ...end, deleting: { since: later, attempt: 'another' } }),
    },
    { what: 'is not being deleted any more', change: (): End => ({ news: [] }) },
    { what: 'has no end any more', change: (): End => undefined },
  ];
  const again = {
    what: 'is being deleted again',
    change: (end: End): End => end?.deleting && { ...end, deleting: { ...end.deleting, since: later } },
  };

  test.each([
    ...becomes.map((one) => ({ kind: 'api-forbidden' as const, ...one })),
    ...[...becomes, again].map((one) => ({ kind: 'api-unreachable' as const, ...one })),
  ])(
    'that is not deleted ($kind), and that $what meanwhile, is left as that is',
    async ({ kind, change }) => {
      const { end, stored, context, ended } = await ending();
      let meanwhile: End;
      const facts = { kind, operation: 'delete' } as const;
      context.connection.alphaus.clients.delete = async () => {
        await context.records.change(workspace, ended.id, (current) => {
          meanwhile = change(current.end);
          return { ...current, end: meanwhile };
        });
        throw new Problem(facts);
      };
      expect(await end()).toMatchObject({ kind: 'not-deleted', problem: { facts } });
      expect(await stored()).toEqual({ ...ended, end: meanwhile });
    },
  );

  const unclear = { since: ago(120_000), attempt: 'unclear', unclearSince: ago(180_000) };
  test.each<[string, Partial<ClientRecord>]>([
    ['asked again by another process', { end: { news: [], deleting: { ...unclear, since: later } } }],
    ['closed', { closed: { how: 'deleted', by: aiko, at: later } }],
    ['not being deleted any more', { end: { news: [] } }],
    ['without an end', { end: undefined }],
  ])(
    'that the API is to be asked about again, and that is %s at that very moment, is left alone',
    async (_, change) => {
      const { end, ended, context, stored, trail } = await ending({ end: { news: [], deleting: unclear } });
      const find = context.records.find.bind(context.records);
      context.records.find = async (...which) => {
        context.records.find = find;
        const found = await find(...which);
        await context.records.change(workspace, ended.id, (current) => ({ ...current, ...change }));
        return found;
      };
      expect(await end()).toEqual({ kind: 'called-off' });
      expect(await stored()).toEqual({ ...ended, ...change });
      expect([await trail(), deletes()]).toEqual([[], 0]);
    },
  );

  test('that the API is to be asked about again, and of which nothing is known at that very moment, is left alone', async () => {
    const { end, context } = await ending({ end: { news: [], deleting: unclear } });
    context.records.change = async () => undefined;
    expect([await end(), deletes()]).toEqual([{ kind: 'called-off' }, 0]);
  });

  test('stays as it is after a fault of ours, which is thrown', async () => {
    const { end, stored, context } = await ending();
    context.connection.alphaus.clients.delete = () => Promise.reject(new Error('a fault of ours'));
    await expect(end()).rejects.toThrow('a fault of ours');
    expect((await stored())?.end?.deleting).toBeDefined();
  });

  test('that a dead process has deleted was deleted by the bot, and then', async () => {
    const left = { since: ago(60_001), attempt: 'of a dead process' };
    const { end, stored, context, id } = await ending({ end: { news: [], deleting: left } });
    const claim = { by: 'bot', at: new Date(left.since), intent: left.attempt } as const;
    await context.deletions.claim(workspace, id, claim);
    await context.connection.alphaus.clients.delete(root, id);
    expect(await end()).toEqual({ kind: 'gone' });
    expect(await stored()).toMatchObject({ closed: { how: 'ended', by: 'bot', at: left.since } });
  });

  test('that was deleted elsewhere is closed as that', async () => {
    const { end, stored, context, id, trail } = await ending();
    await context.connection.alphaus.clients.delete(root, id);
    expect(await end()).toEqual({ kind: 'gone' });
    expect(await stored()).toMatchObject({ closed: { how: 'deleted-elsewhere', by: 'bot' } });
    expect(await trail()).toEqual(['bot end attempted', 'bot end refused deleted-elsewhere']);
  });

  test('that a person is deleting is theirs, and can be tried again', async () => {
    const { end, stored, context, commit, id, trail, ended } = await ending();
    const claim = { by: aiko, at: new Date(), intent: 'of aiko' };
    await context.deletions.claim(workspace, id, claim);
    // What becomes of the record is one batch with the outcome: never one without the other.
    context.audit.conclude = () => expect.fail();
    expect(await end()).toEqual({ kind: 'under-way', again: expect.any(Date) });
    expect(await stored()).toEqual({ ...ended, end: { news: [] } });
    expect(await trail()).toEqual(['bot end attempted', 'bot end refused already-deleted']);
    await commit(context.deletions.finishing(workspace, id, aiko, claim.at));
    expect(await end()).toEqual({ kind: 'gone' });
    expect(await stored()).toMatchObject({
      closed: { how: 'deleted', by: aiko, at: claim.at.toISOString() },
    });
    expect(deletes()).toBe(0);
  });

  test('that the API does not delete can be extended; where nobody knows, it cannot', async () => {
    const refused = await ending();
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    // What becomes of the record is one batch with the outcome: never one without the other.
    refused.context.audit.conclude = () => expect.fail();
    expect(await refused.end()).toEqual({
      kind: 'not-deleted',
      problem: expect.objectContaining({ facts: { kind: 'api-forbidden', operation: 'delete' } }),
    });
    expect(await refused.stored()).toEqual({ ...refused.ended, end: { news: [] } });
    expect(await refused.trail()).toEqual(['bot end attempted', 'bot end failed api-forbidden']);
    const unclear = await ending();
    api.fault({ operation: 'delete', kind: 'nonsense', times: 1 });
    unclear.context.audit.conclude = () => expect.fail();
    expect(await unclear.end()).toMatchObject({ kind: 'not-deleted', again: expect.any(Date) });
    const since = (await unclear.stored())?.end?.deleting?.since;
    expect(await unclear.stored()).toEqual({
      ...unclear.ended,
      end: { news: [], deleting: { since, unclearSince: since, attempt: expect.any(String) } },
    });
  });

  test('that the API failed to delete, then refused to, is not said to have ended when it goes elsewhere', async () => {
    const { stored, context, ended, id } = await ending();
    const end = async () => endClient({ ...context, deletingMs: 0 }, (await stored()) ?? ended);
    api.fault({ operation: 'delete', kind: 'status', status: 503, times: 20 });
    expect(await end()).toMatchObject({ kind: 'not-deleted', again: expect.any(Date) });
    api.clearFaults();
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    expect(await end()).toMatchObject({
      kind: 'not-deleted',
      problem: { facts: { kind: 'api-forbidden' } },
    });
    expect((await stored())?.end).toEqual({ news: [] });
    await context.connection.alphaus.clients.delete(root, id);
    expect(await end()).toEqual({ kind: 'gone' });
    expect(await stored()).toMatchObject({ closed: { how: 'deleted-elsewhere' } });
  });

  test('that the API may have deleted, and then only asks to wait, is not said to stay', async () => {
    const { stored, context, ended, trail } = await ending();
    const end = async () => endClient({ ...context, deletingMs: 0 }, (await stored()) ?? ended);
    // It deletes, and its answer is lost.
    api.fault({ operation: 'delete', kind: 'nonsense', times: 1 });
    expect(await end()).toMatchObject({ kind: 'not-deleted', again: expect.any(Date) });
    const unclear = (await stored())?.end?.deleting;
    api.fault({ operation: 'delete', kind: 'status', status: 429, times: 20 });
    api.fault({ operation: 'list', kind: 'status', status: 429, times: 20 });
    expect(await end()).toMatchObject({
      kind: 'not-deleted',
      problem: { facts: { kind: 'api-rate-limited' } },
    });
    expect((await stored())?.end?.deleting).toEqual({ ...unclear, since: expect.any(String) });
    api.clearFaults();
    expect(await end()).toEqual({ kind: 'gone' });
    expect(await stored()).toMatchObject({ closed: { how: 'ended', by: 'bot' } });
    expect(await trail()).toEqual([
      'bot end attempted',
      'bot end ambiguous api-malformed',
      'bot end failed api-rate-limited',
      'bot end done',
    ]);
  });

  test('that the API does not answer for is on record once, and once more when it is known what it did', async () => {
    const { stored, context, ended, trail } = await ending();
    let hours = 0;
    const now = () => new Date(Date.now() + hours * 3_600_000);
    const end = async () => endClient({ ...context, now }, (await stored()) ?? ended);
    api.fault({ operation: 'delete', kind: 'nonsense', times: 3 });
    for (; hours < 3; hours += 1) {
      expect(await end()).toMatchObject({ kind: 'not-deleted', again: expect.any(Date) });
    }
    expect(await end()).toEqual({ kind: 'gone' });
    expect(await stored()).toMatchObject({ closed: { how: 'ended', by: 'bot' } });
    expect(await trail()).toEqual(['bot end attempted', 'bot end ambiguous api-malformed', 'bot end done']);
  });

  test('is never the one that the connection uses', async () => {
    const own = record({ id: ClientId.parse(api.rootClient.id), user: root, endsAt });
    const { context } = await ending();
    await context.records.add(own);
    expect(await endClient(context, own)).toMatchObject({
      kind: 'not-deleted',
      problem: { facts: { kind: 'own-credential' } },
    });
    expect(deletes()).toBe(0);
  });
});
