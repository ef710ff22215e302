import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClientId, type PersonId } from '../../../src/core/model/ids.js';
import { deleteClient, type DeletionWanted } from '../../../src/core/clients/delete-client.js';
import { Problem } from '../../../src/core/problem.js';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { connectedForAdmins, root } from '../connected.js';
import { aiko, ben, records, workspace } from '../records.js';

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
    await commit([deletions.finishing(workspace, id, ben, at)]);
    await deletions.release(workspace, id, claims.aiko, 'not-deleted');
    expect(await deletions.find(workspace, id)).toEqual({ by: ben, at, done: true });
  });
});
