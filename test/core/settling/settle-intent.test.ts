import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClientId } from '../../../src/core/model/ids.js';
import type { DeleteIntent, DeleteStage, IssueIntent, IssueStage } from '../../../src/core/intents/intent.js';
import type { DeletionClaim } from '../../../src/core/clients/deletions.js';
import * as settling from '../../../src/core/settling/settle-intent.js';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { connected, root } from '../connected.js';
import { aiko, ben, issueIntent, record, workspace } from '../records.js';

const begun = new Date('2026-11-01T12:00:00.000Z');
const ABSENT = ClientId.parse('ripple-absent');

let api: SandboxApi;
let time: number;
beforeEach(async () => {
  time = begun.getTime() + 1000;
  api = await startSandboxApi({ now: () => time });
});
afterEach(() => api.stop());

const settlingNow = () => ({ ...connected(api, () => time), sureAfterMs: 60_000 });

type Context = Parameters<typeof settling.settleIssue>[0] & Pick<ReturnType<typeof settlingNow>, 'commit'>;

/** Writes what was found out, as it is written together with its record in the trail. */
async function written<Settlement>(
  { commit }: Context,
  found: settling.Settled<Settlement> | { readonly kind: 'too-early' },
) {
  if (found.kind === 'too-early') return found;
  await commit(found.changes);
  return found.settlement;
}

const settleIssue = async (context: Context, intent: IssueIntent) =>
  written(context, await settling.settleIssue(context, intent));

const settleDeletion = async (context: Context, intent: DeleteIntent) =>
  written(context, await settling.settleDeletion(context, intent));

const { wish } = issueIntent({ at: 'creating' });
const issue = (stage: IssueStage, changes: Partial<IssueIntent> = {}): IssueIntent =>
  issueIntent(stage, { begunAt: begun.toISOString(), wish: { ...wish, user: root }, ...changes });

function deletion(client: ClientId, stage: DeleteStage = { at: 'deleting' }): DeleteIntent {
  const { version, id, person, reference, process, begunAt } = issue({ at: 'creating' });
  return {
    version,
    id,
    workspace,
    person,
    reference,
    process,
    begunAt,
    kind: 'delete',
    user: root,
    client,
    stage,
  };
}

const made = (name: string = wish.name): ClientId => ClientId.parse(api.seed(root, [{ name }])[0]?.id);
const exists = (id: ClientId): boolean => api.clients().some((client) => client.id === id);
const later = (ms: number): void => {
  time += ms;
};

describe('a rotation that was interrupted', () => {
  const OLD = ClientId.parse('ripple-old');
  const rotation = (stage: IssueStage): IssueIntent =>
    issue(stage, { kind: 'rotate', predecessor: OLD, overlapDays: 7 });

  test.each(['handing-over', 'handed-over'] as const)(
    'while its secret was %s notes the successor, once, and until when both are used',
    async (at) => {
      const context = settlingNow();
      const client = made();
      await context.records.add(record({ id: OLD, user: root, rotating: 'intent' }));
      await context.records.add(record({ id: client, user: root, predecessor: OLD }));
      for (const _ of [1, 2]) {
        expect(await settleIssue(context, rotation({ at, client }))).toMatchObject({ kind: 'shown' });
        const { rotating, successor, overlapEndsAt } = (await context.records.find(workspace, OLD)) ?? {};
        expect({ rotating, successor, overlapEndsAt }).toEqual({
          rotating: undefined,
          successor: client,
          overlapEndsAt: '2026-11-08T12:00:00.000Z',
        });
      }
    },
  );

  test('before its secret went out leaves the old client as it was', async () => {
    const context = settlingNow();
    const client = made();
    await context.records.add(record({ id: OLD, user: root }));
    await context.records.add(record({ id: client, user: root, predecessor: OLD }));
    expect(await settleIssue(context, rotation({ at: 'made', client }))).toEqual({ kind: 'withdrawn' });
    expect(exists(client)).toBe(false);
    expect((await context.records.find(workspace, OLD))?.successor).toBeUndefined();
  });
});

describe('a client whose making was interrupted', () => {
  test('before its secret went out is deleted, and its record closed', async () => {
    const at = settlingNow();
    const client = made();
    await at.records.add(record({ id: client, user: root }));
    expect(await settleIssue(at, issue({ at: 'made', client }))).toEqual({ kind: 'withdrawn' });
    expect(exists(client)).toBe(false);
    expect(await at.records.find(workspace, client)).toMatchObject({
      closed: { how: 'secret-not-delivered', by: aiko },
    });
    // As after a crash in the middle of settling.
    expect(await settleIssue(at, issue({ at: 'withdrawing', client }))).toEqual({ kind: 'withdrawn' });
  });

  test('when the secret may have been shown lives on, with a record', async () => {
    const at = settlingNow();
    const client = made();
    const intent = issue({ at: 'handing-over', client });
    const settled = await settleIssue(at, intent);
    const standing = await at.records.find(workspace, client);
    expect(settled).toEqual({ kind: 'shown', perhaps: true, record: standing });
    expect(standing).toMatchObject({ requester: aiko, purpose: 'exports', intent: intent.id });
    expect(exists(client)).toBe(true);
  });

  test('when its person says that the secret is saved needs no question', async () => {
    const at = settlingNow();
    const client = made();
    const saved = record({ id: client, user: root, savedAt: begun.toISOString() });
    await at.records.add(saved);
    expect(await settleIssue(at, issue({ at: 'handing-over', client }))).toEqual({
      kind: 'shown',
      perhaps: false,
      record: saved,
    });
  });

  test('when the secret was about to be shown, and the client is gone, was withdrawn: nobody is asked', async () => {
    const at = settlingNow();
    await at.records.add(record({ id: ABSENT, user: root }));
    const intent = issue({ at: 'handing-over', client: ABSENT });
    // The API may not list it yet.
    expect(await settleIssue(at, intent)).toEqual({ kind: 'too-early' });
    later(60_000);
    expect(await settleIssue(at, intent)).toEqual({ kind: 'withdrawn' });
    expect(await at.records.find(workspace, ABSENT)).toMatchObject({
      closed: { how: 'secret-not-delivered', by: aiko },
    });
  });

  test('after it was recorded, and before that was noted, is proved to be ours and deleted', async () => {
    const at = settlingNow();
    const client = made();
    const intent = issue({ at: 'creating' });
    await at.records.add(record({ id: client, user: root, intent: intent.id }));
    expect(await settleIssue(at, intent)).toEqual({ kind: 'withdrawn' });
    expect(exists(client)).toBe(false);
  });
});

describe('a create whose outcome nobody knows', () => {
  test('offers clients that have the name, were created in the window, and have no record', async () => {
    const at = settlingNow();
    const [candidate, recorded] = [made(), made()];
    await at.records.add(record({ id: recorded, user: root }));
    made('another name');
    later(10 * 60_000);
    made();
    const intent = issue({ at: 'creating' });
    const settled = await settleIssue(at, intent);
    expect(settled).toMatchObject({ kind: 'perhaps-made', offer: { candidates: [candidate], person: aiko } });
    expect(await at.intents.findOffer(workspace, intent.id)).toMatchObject({ candidates: [candidate] });
    expect(exists(candidate)).toBe(true);
  });

  test('closes the record of a client that is gone again before it was noted as made', async () => {
    const at = settlingNow();
    const intent = issue({ at: 'creating' });
    await at.records.add(record({ id: ABSENT, user: root, intent: intent.id }));
    later(60_000);
    expect(await settleIssue(at, intent)).toEqual({ kind: 'nothing-made' });
    expect(await at.records.find(workspace, ABSENT)).toMatchObject({
      closed: { how: 'secret-not-delivered', by: aiko },
    });
  });

  test('made nothing, once the API has had its time', async () => {
    const at = settlingNow();
    expect(await settleIssue(at, issue({ at: 'creating' }))).toEqual({ kind: 'too-early' });
    later(60_000);
    expect(await settleIssue(at, issue({ at: 'creating' }))).toEqual({ kind: 'nothing-made' });
    const unanswered = {
      at: 'unanswered',
      sentAt: begun.toISOString(),
      gaveUpAt: new Date(time - 59_999).toISOString(),
    } as const;
    expect(await settleIssue(at, issue(unanswered))).toEqual({ kind: 'too-early' });
    later(1);
    expect(await settleIssue(at, issue(unanswered))).toEqual({ kind: 'nothing-made' });
  });
});

describe('a replacement that was interrupted', () => {
  const replacing = (predecessor: ClientId) => issue({ at: 'replacing' }, { kind: 'replace', predecessor });

  test('after the old client went says so, and closes its record', async () => {
    const at = settlingNow();
    await at.records.add(record({ id: ABSENT, user: root }));
    expect(await settleIssue(at, replacing(ABSENT))).toEqual({ kind: 'only-deleted' });
    expect(await at.records.find(workspace, ABSENT)).toMatchObject({ closed: { how: 'replaced', by: aiko } });
  });

  test('before it leaves the old client alone', async () => {
    const at = settlingNow();
    const old = made();
    later(60_000);
    expect(await settleIssue(at, replacing(old))).toEqual({ kind: 'nothing-replaced' });
    expect(exists(old)).toBe(true);
  });
});

describe('a deletion that was interrupted', () => {
  test('is done for the person who wanted it, although the dead process holds its claim', async () => {
    const at = settlingNow();
    const client = made();
    const intent = deletion(client);
    await at.deletions.claim(workspace, client, { by: aiko, at: begun, intent: intent.id });
    expect(await settleDeletion(at, intent)).toEqual({ kind: 'deleted', by: aiko });
    expect(exists(client)).toBe(false);
  });

  test('that had happened is recorded as theirs', async () => {
    const at = settlingNow();
    await at.records.add(record({ id: ABSENT, user: root }));
    expect(await settleDeletion(at, deletion(ABSENT))).toEqual({ kind: 'deleted', by: aiko });
    expect(await at.records.find(workspace, ABSENT)).toMatchObject({ closed: { how: 'deleted', by: aiko } });
    expect(await at.deletions.find(workspace, ABSENT)).toMatchObject({ by: aiko, done: true });
  });

  test('names the other person who did it', async () => {
    const at = settlingNow();
    const client = made();
    await at.deletions.claim(workspace, client, { by: ben, at: begun, intent: 'another' });
    expect(await settleDeletion(at, deletion(client))).toEqual({ kind: 'too-early' });
    await at.commit(at.deletions.finishing(workspace, client, ben, begun));
    expect(await settleDeletion(at, deletion(client))).toEqual({ kind: 'deleted', by: ben });
  });

  test('and is on record as done, closes the record that its process left open', async () => {
    const at = settlingNow();
    await at.records.add(record({ id: ABSENT, user: root }));
    await at.commit(at.deletions.finishing(workspace, ABSENT, aiko, begun));
    expect(await settleDeletion(at, deletion(ABSENT))).toEqual({ kind: 'deleted', by: aiko });
    expect(await at.records.find(workspace, ABSENT)).toMatchObject({
      closed: { how: 'deleted', by: aiko, at: begun.toISOString() },
    });
  });

  test('is not done behind the back of somebody who was told that it failed, or after ten minutes', async () => {
    const at = settlingNow();
    const client = made();
    const gaveUpAt = new Date(time).toISOString();
    const unanswered = deletion(client, { at: 'unanswered', gaveUpAt });
    expect(await settleDeletion(at, unanswered)).toEqual({ kind: 'too-early' });
    later(10 * 60_000);
    expect(await settleDeletion(at, unanswered)).toEqual({ kind: 'not-deleted' });
    expect(await settleDeletion(at, deletion(client))).toEqual({ kind: 'not-deleted' });
    expect(exists(client)).toBe(true);
  });
});

describe('an attempt to delete that is known not to have deleted', () => {
  const claimed = (client: ClientId, changes: Partial<DeletionClaim> = {}) =>
    [workspace, client, { by: aiko, at: begun, intent: deletion(client).id, ...changes }, 'unknown'] as const;

  test('is forgotten, so that nobody takes it for what deletes the client later', async () => {
    const at = settlingNow();
    const client = made();
    later(10 * 60_000);
    for (const settle of [
      () => settleDeletion(at, deletion(client)),
      () => settleIssue(at, issue({ at: 'replacing' }, { kind: 'replace', predecessor: client })),
    ]) {
      await at.deletions.release(...claimed(client));
      await settle();
      expect(await at.deletions.attempt(workspace, client)).toBeUndefined();
    }
  });

  test('leaves a later one of somebody else standing, of which nobody knows yet', async () => {
    const at = settlingNow();
    const client = made();
    later(10 * 60_000);
    await at.deletions.release(...claimed(client, { by: ben, intent: 'of ben' }));
    expect(await settleDeletion(at, deletion(client))).toEqual({ kind: 'not-deleted' });
    expect(await at.deletions.attempt(workspace, client)).toEqual({ by: ben, at: begun });
  });
});

describe('what was begun in another account, in which users may have the same names', () => {
  const account = { product: 'ripple', clientId: 'ripple-of-the-other' } as const;
  const changed = { facts: { kind: 'account-changed', user: root } };
  const sentAt = begun.toISOString();

  test.each<IssueStage>([
    { at: 'creating' },
    { at: 'unanswered', sentAt, gaveUpAt: sentAt },
    { at: 'made', client: ABSENT },
    { at: 'withdrawing', client: ABSENT },
    { at: 'replacing' },
  ])('is not concluded when $at, and nothing is changed', async (stage) => {
    const at = settlingNow();
    await at.records.add(record({ id: ABSENT, user: root }));
    later(10 * 60_000);
    const intent = issue(stage, { account, predecessor: ABSENT });
    await expect(settleIssue(at, intent)).rejects.toMatchObject(changed);
    await expect(settleIssue({ ...at, connection: undefined }, intent)).rejects.toMatchObject(changed);
    expect((await at.records.find(workspace, ABSENT))?.closed).toBeUndefined();
    expect(api.calls().filter(({ operation }) => operation === 'delete')).toEqual([]);
  });

  test('is not concluded when deleting, unless it is on record that it was done', async () => {
    const at = settlingNow();
    const intent = { ...deletion(ABSENT), account };
    await expect(settleDeletion(at, intent)).rejects.toMatchObject(changed);
    expect(await at.deletions.find(workspace, ABSENT)).toBeUndefined();
    await at.commit(at.deletions.finishing(workspace, ABSENT, ben, begun));
    expect(await settleDeletion(at, intent)).toEqual({ kind: 'deleted', by: ben });
  });

  test('is concluded without any account where the secret was about to be shown', async () => {
    const at = settlingNow();
    const intent = issue({ at: 'handing-over', client: ABSENT }, { account });
    expect(await settleIssue({ ...at, connection: undefined }, intent)).toMatchObject({ kind: 'shown' });
  });

  test('is concluded where only the credentials are others: the account lists the client of those before', async () => {
    const at = settlingNow();
    later(60_000);
    const same = { product: 'ripple', clientId: made('connection of before') } as const;
    expect(await settleIssue(at, issue({ at: 'creating' }, { account: same }))).toEqual({
      kind: 'nothing-made',
    });
  });
});
