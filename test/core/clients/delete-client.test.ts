import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClientRecord } from '../../../src/core/model/client-record.js';
import { ClientId, GroupId, type PersonId } from '../../../src/core/model/ids.js';
import {
  deleteClient,
  type DeleteContext,
  type DeletionWanted,
  namesClient,
} from '../../../src/core/clients/delete-client.js';
import { mayHaveDeleted } from '../../../src/core/clients/erase-client.js';
import { Problem, type ProblemFacts } from '../../../src/core/problem.js';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { settleDeletion } from '../../../src/core/settling/settle-intent.js';
import { connectedForAdmins, root } from '../connected.js';
import { aiko, ben, record, records, workspace } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const deleting = () => connectedForAdmins(api);

/** The deletion of a client without a name, as a person confirms it. */
const wanted = (id: ClientId, person: PersonId): DeletionWanted => ({
  user: root,
  id,
  person,
  account: undefined,
  confirmation: { shownAt: new Date(), name: '', typed: '' },
  tell: () => Promise.resolve(),
});

const seeded = (): ClientId => ClientId.parse(api.seed(root, 1)[0]?.id);
const deletes = () => api.calls().filter(({ operation }) => operation === 'delete').length;

describe('deleting an API client', () => {
  test('happens once when twenty clicks of two people come at once, and all learn who it was', async () => {
    const id = seeded();
    const using = deleting();
    const people = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? aiko : ben));
    const outcomes = await Promise.all(people.map((person) => deleteClient(using, wanted(id, person))));
    expect(outcomes.filter(({ kind }) => kind === 'deleted')).toHaveLength(1);
    expect(outcomes.flatMap((one) => (one.kind === 'already' ? one.deletion.by : []))).toEqual(
      Array.from({ length: 19 }, () => aiko),
    );
    expect(deletes()).toBe(1);
    expect(await deleteClient(using, wanted(id, ben))).toMatchObject({
      kind: 'already',
      deletion: { by: aiko, done: true },
    });
  });

  test('can be tried again after the API failed', async () => {
    const id = seeded();
    const using = deleting();
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await expect(deleteClient(using, wanted(id, aiko))).rejects.toBeInstanceOf(Problem);
    expect(await deleteClient(using, wanted(id, ben))).toMatchObject({ kind: 'deleted' });
  });

  test('whose answer was lost is not taken for somebody else’s doing', async () => {
    const id = seeded();
    api.fault({ operation: 'delete', kind: 'drop-after', times: 1 });
    expect(await deleteClient(deleting(), wanted(id, aiko))).toMatchObject({
      kind: 'deleted',
    });
  });

  test('that failed unseen is reported as the deletion of the person who tried first', async () => {
    const id = seeded();
    const using = deleting();
    api.fault({ operation: 'delete', kind: 'nonsense', times: 1 });
    await expect(deleteClient(using, wanted(id, aiko))).rejects.toBeInstanceOf(Problem);
    expect(await deleteClient(using, wanted(id, ben))).toMatchObject({ kind: 'deleted' });
    expect(await deleteClient(using, wanted(id, ben))).toMatchObject({
      kind: 'already',
      deletion: { by: aiko, done: true },
    });
  });

  test('that failed unseen is on record as theirs who tried first, and then, if it is gone', async () => {
    const id = seeded();
    const using = deleting();
    await using.records.add(record({ id, user: root }));
    api.fault({ operation: 'delete', kind: 'nonsense', times: 1 });
    await expect(deleteClient(using, wanted(id, aiko))).rejects.toBeInstanceOf(Problem);
    const tried = (await using.deletions.attempt(workspace, id))?.at.toISOString();
    expect(await deleteClient(using, wanted(id, ben))).toEqual({ kind: 'deleted', earlier: true });
    expect((await using.records.find(workspace, id))?.closed).toEqual({
      how: 'deleted',
      by: aiko,
      at: tried,
    });
  });

  test('that the bot began at the end of the client, and that failed unseen, was its end', async () => {
    const id = seeded();
    const using = deleting();
    await using.records.add(record({ id, user: root }));
    const claim = { by: 'bot', at: new Date('2026-11-01T12:00:00.000Z'), intent: 'of the bot' } as const;
    await using.deletions.claim(workspace, id, claim);
    await using.deletions.release(workspace, id, claim, 'unknown');
    await using.connection.alphaus.clients.delete(root, id);
    expect(await deleteClient(using, wanted(id, ben))).toEqual({ kind: 'deleted', earlier: true });
    expect((await using.records.find(workspace, id))?.closed).toEqual({
      how: 'ended',
      by: 'bot',
      at: claim.at.toISOString(),
    });
  });

  test('is theirs who did it where the client was still there, whoever may have tried before', async () => {
    const id = seeded();
    const using = deleting();
    await using.records.add(record({ id, user: root }));
    const claim = { by: aiko, at: new Date('2026-11-01T12:00:00.000Z'), intent: 'of aiko' };
    await using.deletions.claim(workspace, id, claim);
    await using.deletions.release(workspace, id, claim, 'unknown');
    expect(await deleteClient(using, wanted(id, ben))).toEqual({ kind: 'deleted', earlier: false });
    expect(await using.records.find(workspace, id)).toMatchObject({ closed: { how: 'deleted', by: ben } });
  });

  test('of a client whose record is closed already leaves that as it is', async () => {
    const id = seeded();
    const using = deleting();
    const closed = { how: 'deleted-elsewhere', by: aiko, at: '2026-11-01T12:00:00.000Z' } as const;
    await using.records.add(record({ id, user: root, closed }));
    expect(await deleteClient(using, wanted(id, ben))).toEqual({ kind: 'deleted', earlier: false });
    expect((await using.records.find(workspace, id))?.closed).toEqual(closed);
  });

  test('that is known not to have happened is not named as what deletes the client months later', async () => {
    const id = seeded();
    const using = deleting();
    await using.records.add(record({ id, user: root }));
    api.fault({ operation: 'delete', kind: 'status', status: 503, times: 20 });
    await expect(deleteClient(using, wanted(id, aiko))).rejects.toBeInstanceOf(Problem);
    api.clearFaults();
    for await (const intent of using.intents.openIn(workspace)) {
      if (intent.kind !== 'delete') continue;
      const found = await settleDeletion({ ...using, sureAfterMs: 0 }, intent);
      if (found.kind === 'settled')
        await using.intents.settle(intent, (parts) => using.commit([...parts, ...found.changes]));
    }
    await using.connection.alphaus.clients.delete(root, id);
    expect(await deleteClient(using, wanted(id, ben))).toEqual({ kind: 'absent' });
    expect(await using.records.find(workspace, id)).toMatchObject({
      closed: { how: 'deleted-elsewhere', by: ben },
    });
  });

  test('that was deleted elsewhere says so', async () => {
    expect(await deleteClient(deleting(), wanted(ClientId.parse('ripple-gone'), aiko))).toEqual({
      kind: 'absent',
    });
  });

  test('never touches the client that the connection itself uses', async () => {
    const own = ClientId.parse(api.rootClient.id);
    await expect(deleteClient(deleting(), wanted(own, aiko))).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'own-credential' },
    });
    expect(deletes()).toBe(0);
  });
});

describe('a person who confirms a deletion', () => {
  const named = record().name;
  const NOW = Date.parse('2026-11-28T12:00:00.000Z');
  const ago = (ms: number): Date => new Date(NOW - ms);

  /** Aiko is an admin, Ben is not; the client is Ben's unless `changes` say otherwise, or are missing. */
  async function standing(changes?: Partial<ClientRecord>, more: Partial<DeleteContext> = {}) {
    const id = seeded();
    const told: unknown[] = [];
    const asked: unknown[] = [];
    const base = deleting();
    const actor = (who: PersonId) =>
      Promise.resolve({ id: who, standing: 'member', slackAdmin: who === aiko, groups: [] } as const);
    const context: DeleteContext = {
      ...base,
      now: () => new Date(NOW),
      people: { ...base.people, actor, actorWithoutGroups: actor },
      quota: {
        take: (...act) => {
          asked.push(act);
          return Promise.resolve({ kind: 'taken', giveBack: () => Promise.resolve() });
        },
      },
      ...more,
    };
    if (changes !== undefined) {
      await context.records.add(record({ id, user: root, owner: { kind: 'person', id: ben }, ...changes }));
    }
    return {
      id,
      told,
      asked,
      context,
      click: (person: PersonId, by: Partial<DeletionWanted> = {}) =>
        deleteClient(context, {
          ...wanted(id, person),
          confirmation: { shownAt: ago(0), name: named, typed: named },
          tell: (deleted) => Promise.resolve(void told.push(deleted)),
          ...by,
        }),
      intents: () => collect(context.intents.openIn(workspace)),
      open: async () => (await collect(context.intents.openIn(workspace))).map(({ stage }) => stage.at),
      trail: async () =>
        (await collect(context.audit.forwards(workspace, 0))).map(({ actor: who, action, outcome, reason }) =>
          [who, action, outcome, reason].filter((part) => part !== undefined).join(' '),
        ),
    };
  }

  test('deletes it, is told, and leaves nothing open', async () => {
    const { click, told, asked, open, trail, context, id } = await standing({});
    expect(await click(ben)).toEqual({ kind: 'deleted', earlier: false });
    expect(told).toEqual([{ kind: 'deleted', earlier: false }]);
    expect(asked).toEqual([
      [workspace, 'delete', ben, 300],
      [workspace, 'delete', 'everybody', 3_000],
    ]);
    expect(await open()).toEqual([]);
    expect(await trail()).toEqual(['UBEN delete attempted', 'UBEN delete done']);
    expect((await context.records.find(workspace, id))?.closed).toEqual({
      how: 'deleted',
      by: ben,
      at: ago(0).toISOString(),
    });
  });

  test('leaves in the intent, and in the trail, what is needed to go on after a crash', async () => {
    const { click, intents, context, id } = await standing({});
    const offer = '00000000-0000-4000-8000-00000000000a';
    const found: unknown[] = [];
    const look = { tell: async () => void found.push(...(await intents())) };
    await click(ben, look);
    const intent = {
      version: 1,
      id: expect.any(String),
      workspace,
      person: ben,
      reference: 'TESTREF2',
      process: 'this',
      begunAt: expect.any(String),
      account: { product: 'ripple', clientId: api.rootClient.id },
      kind: 'delete',
      user: root,
      client: id,
      stage: { at: 'deleting' },
    };
    const written = await collect(context.audit.forwards(workspace, 0));
    expect(written.map(({ target }) => target)).toEqual([
      { user: root, clientId: id },
      { user: root, clientId: id },
    ]);
    const unknown = await standing();
    await unknown.click(ben, { offer, tell: async () => void found.push(...(await unknown.intents())) });
    expect(found).toEqual([intent, { ...intent, client: unknown.id, offer }]);
  });

  test('has ten minutes for it', async () => {
    const { click, trail } = await standing({});
    const shown = (ms: number) => ({ confirmation: { shownAt: ago(ms), name: named, typed: named } });
    await expect(click(ben, shown(600_001))).rejects.toMatchObject({
      facts: { kind: 'confirmation-expired' },
    });
    expect(await trail()).toEqual(['UBEN delete refused confirmation-expired']);
    expect(await click(ben, shown(600_000))).toMatchObject({ kind: 'deleted' });
  });

  test('types the name of a client that is not their own', async () => {
    const { click, trail } = await standing({});
    const typed = (text: string) => ({ confirmation: { shownAt: ago(0), name: named, typed: text } });
    await expect(click(aiko, typed('weekly'))).rejects.toMatchObject({
      facts: { kind: 'name-not-typed', name: named },
    });
    expect(await trail()).toEqual(['UAIKO delete refused name-not-typed']);
    expect(deletes()).toBe(0);
    expect(await click(ben, typed(''))).toMatchObject({ kind: 'deleted' });
  });

  test.each<[string, string, string, boolean]>([
    ['nightly', 'nightly', 'the name', true],
    ['nightly', ' nightly ', 'the name between blanks', true],
    ['nightly', 'ripple-1', 'the id', true],
    ['a\u202eb', 'a⟨U+202E⟩b', 'the name as it is shown', true],
    ['  ', '', 'nothing where there is no name', true],
    ['', 'weekly', 'anything where there is no name', true],
    [' ', 'weekly', 'anything where the name is blank', true],
    ['nightly', ' ripple-1 ', 'the id between blanks', true],
    ['nightly', '', 'nothing', false],
    ['nightly', 'ripple-2', 'another id', false],
  ])('may type for «%s»: «%s», %s: %s', (name, typed, _, may) => {
    expect(namesClient({ name, typed }, ClientId.parse('ripple-1'))).toBe(may);
  });

  test('deletes nothing in another account than the one in which they saw it', async () => {
    const { click, trail } = await standing({});
    const account = { product: 'ripple', clientId: 'ripple-other' } as const;
    await expect(click(ben, { account })).rejects.toMatchObject({ facts: { kind: 'account-changed' } });
    expect(await trail()).toEqual(['UBEN delete refused account-changed']);
    expect(deletes()).toBe(0);
  });

  test('is asked about their user groups only where a group owns the client', async () => {
    const ops = GroupId.parse('SOPS');
    const asked: unknown[] = [];
    const { people } = deleting();
    const actor = (who: PersonId) => {
      asked.push(who);
      return Promise.resolve({ id: who, standing: 'member', slackAdmin: true, groups: [ops] } as const);
    };
    const own = await standing({}, { people: { ...people, actor } });
    expect(await own.click(ben)).toMatchObject({ kind: 'deleted' });
    expect(asked).toEqual([]);
    const groups = await standing({ owner: { kind: 'group', id: ops } }, { people: { ...people, actor } });
    const untyped = { confirmation: { shownAt: ago(0), name: named, typed: '' } };
    expect(await groups.click(ben, untyped)).toMatchObject({ kind: 'deleted' });
    expect(asked).toEqual([ben]);
  });

  test('hears that the right is gone, and deletes nothing', async () => {
    const { click } = await standing({ owner: { kind: 'person', id: aiko } });
    await expect(click(ben)).rejects.toMatchObject({ facts: { kind: 'right-lost' } });
    expect(deletes()).toBe(0);
  });

  test('deletes by an offer what nobody else is known to own', async () => {
    const offered = { offer: '00000000-0000-4000-8000-00000000000a' };
    const unknown = await standing();
    // An offer is not confirmed: nobody typed anything.
    const { confirmation: _, ...unconfirmed } = { ...wanted(unknown.id, ben), ...offered };
    expect(await deleteClient(unknown.context, unconfirmed)).toMatchObject({ kind: 'deleted' });
    const others = await standing({ owner: { kind: 'person', id: aiko } });
    await expect(others.click(ben, offered)).rejects.toMatchObject({ facts: { kind: 'client-not-found' } });
    const without = await standing();
    await expect(without.click(ben)).rejects.toMatchObject({ facts: { kind: 'right-lost' } });
    expect(deletes()).toBe(1);
  });

  test('is stopped by the hourly limit, and nothing is left open', async () => {
    const freeAt = new Date(NOW + 60_000);
    const often = { quota: { take: () => Promise.resolve({ kind: 'none', freeAt } as const) } };
    const { click, open, trail } = await standing({}, often);
    await expect(click(ben)).rejects.toMatchObject({ facts: { kind: 'too-often' } });
    expect(await open()).toEqual([]);
    expect(await trail()).toEqual(['UBEN delete attempted', 'UBEN delete refused too-often']);
    expect(deletes()).toBe(0);
  });

  test('leaves nothing open where the API refuses, and something to look into where nobody knows', async () => {
    const refused = await standing({});
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await expect(refused.click(ben)).rejects.toMatchObject({ facts: { kind: 'api-forbidden' } });
    expect(await refused.open()).toEqual([]);
    expect(await refused.trail()).toEqual(['UBEN delete attempted', 'UBEN delete failed api-forbidden']);
    const unclear = await standing({});
    // It is on record in one batch with the intent: never one without the other.
    unclear.context.audit.conclude = () => expect.fail();
    api.fault({ operation: 'delete', kind: 'nonsense', times: 1 });
    await expect(unclear.click(ben)).rejects.toMatchObject({ facts: { kind: 'api-malformed' } });
    expect(await unclear.open()).toEqual(['unanswered']);
    expect(await unclear.trail()).toEqual(['UBEN delete attempted', 'UBEN delete ambiguous api-malformed']);
  });

  test('is told later where they could not be told', async () => {
    const { click, open, intents, context } = await standing({});
    await expect(click(ben, { tell: () => Promise.reject(new Error('gone')) })).rejects.toThrow('gone');
    expect(await open()).toEqual(['unanswered']);
    const left = await intents();
    expect(await Promise.all(left.map((one) => context.intents.isUnderWay(one)))).toEqual([false]);
  });
});

test('nobody knows whether a client is deleted where the API, or the store, gave no clear answer', () => {
  const operation = 'delete';
  const unclear: readonly ProblemFacts[] = [
    { kind: 'api-timeout', operation, seconds: 10 },
    { kind: 'api-unreachable', operation },
    { kind: 'api-failed', operation, status: 500 },
    { kind: 'store-unavailable' },
  ];
  const clear: readonly ProblemFacts[] = [{ kind: 'api-forbidden', operation }, { kind: 'own-credential' }];
  const may = (facts: ProblemFacts): boolean => mayHaveDeleted(new Problem(facts));
  expect([unclear.map(may), clear.map(may)]).toEqual([
    [true, true, true, true],
    [false, false],
  ]);
  expect(mayHaveDeleted(new Error('a fault of ours'))).toBe(true);
});

describe('a claim on a deletion', () => {
  const id = ClientId.parse('ripple-1');
  const at = new Date('2026-11-01T12:00:00.000Z');
  const claims = { aiko: { by: aiko, at, intent: 'of aiko' }, ben: { by: ben, at, intent: 'of ben' } };

  test('that has run out does not replace the one that exists since', async () => {
    let time = at.getTime();
    const { deletions } = records(() => time);
    expect(await deletions.claim(workspace, id, claims.aiko)).toBe('claimed');
    time += 60_001;
    expect(await deletions.claim(workspace, id, claims.ben)).toBe('claimed');
    await deletions.release(workspace, id, claims.aiko, 'unknown');
    expect(await deletions.find(workspace, id)).toEqual({ by: ben, at, done: false });
    expect(await deletions.attempt(workspace, id)).toEqual({ by: aiko, at });
    expect(await deletions.claim(workspace, id, claims.aiko)).toEqual({ by: ben, at, done: false });
  });

  test('that is given back is anybody’s at the same moment', async () => {
    const { deletions } = records(() => at.getTime());
    await deletions.claim(workspace, id, claims.aiko);
    await deletions.release(workspace, id, claims.aiko, 'not-deleted');
    expect(await deletions.find(workspace, id)).toBeUndefined();
    expect(await deletions.attempt(workspace, id)).toBeUndefined();
    expect(await deletions.claim(workspace, id, claims.ben)).toBe('claimed');
  });

  test('is never given back where the client was deleted meanwhile', async () => {
    const { deletions, commit } = records(() => at.getTime());
    await deletions.claim(workspace, id, claims.aiko);
    await commit(deletions.finishing(workspace, id, ben, at));
    await deletions.release(workspace, id, claims.aiko, 'not-deleted');
    expect(await deletions.find(workspace, id)).toEqual({ by: ben, at, done: true });
  });
});
