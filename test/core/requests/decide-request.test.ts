import { describe, expect, test } from 'vitest';
import { AlphausUserName, ClientName } from '../../../src/core/model/api-client.js';
import { ClientId, PersonId, RequestId } from '../../../src/core/model/ids.js';
import {
  fileRequest,
  type FilingContext,
  type RequestedWish,
} from '../../../src/core/requests/file-request.js';
import { decideRequest, type Verdict } from '../../../src/core/requests/decide-request.js';
import { type ClientRequest, DenialText } from '../../../src/core/requests/request.js';
import { withdrawRequest } from '../../../src/core/requests/withdraw-request.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { counting } from '../../storage/backends/counting-backend.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { acting } from '../acting.js';
import { aiko, ben, openRequest, requestStores, workspace } from '../records.js';

const chloe = PersonId.parse('UCHLOE');
const now = () => new Date('2026-11-02T10:00:00.000Z');
const reason = DenialText.parse('use the one that we have');

async function standing(changes: Partial<ClientRequest> = {}) {
  const counted = counting(guarded(memoryBackend(Date.now)));
  const { backend } = counted;
  const { requests } = requestStores(backend);
  const request = openRequest(changes);
  await requests.add(request);
  return { context: acting({ backend, requests, now }), request, taken: () => counted.taken() };
}
const approve = { kind: 'approve' } as const;

describe('deciding', () => {
  test('has one winner when forty clicks of two people come at once, and all learn which', async () => {
    const { context, request } = await standing();
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 === 0
          ? decideRequest(context, { request, person: aiko, verdict: approve })
          : decideRequest(context, { request, person: chloe, verdict: { kind: 'deny', reason } }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'moved')).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome.request))).size).toBe(1);
  });

  test('is one round trip to the store, with its record in the trail', async () => {
    const { context, request, taken } = await standing();
    const next = openRequest({ id: RequestId.parse('R0000002') });
    await context.requests.add(next);
    // The first one finds where the trail ends.
    await decideRequest(context, { request, person: aiko, verdict: approve });
    taken();
    await decideRequest(context, { request: next, person: aiko, verdict: approve });
    expect(taken()).toEqual(['commit agenda+audit+audit-actor+audit-user+request+request-live']);
  });

  test('that comes too late is on record, and who was first is told', async () => {
    const { context, request } = await standing();
    await decideRequest(context, { request, person: aiko, verdict: approve });
    const late = await decideRequest(context, { request, person: chloe, verdict: { kind: 'deny', reason } });
    expect(late).toMatchObject({ kind: 'late', request: { state: { approval: { by: aiko } } } });
    const records = await collect(context.audit.forwards(workspace, 0));
    expect(records.map((record) => [record.actor, record.outcome, record.reason])).toEqual([
      [aiko, 'done', 'approved'],
      [chloe, 'refused', 'too-late'],
    ]);
  });

  test('is not for the requester, and needs an Alphaus user', async () => {
    const { context, request } = await standing({ user: undefined });
    const by = (person: PersonId, verdict: Verdict = approve) =>
      decideRequest(context, { request, person, verdict });
    await expect(by(ben)).rejects.toMatchObject({ facts: { kind: 'not-allowed', reason: 'own-request' } });
    await expect(by(aiko)).rejects.toMatchObject({ facts: { kind: 'user-not-picked' } });
    const user = AlphausUserName.parse('billing');
    expect(await by(aiko, { kind: 'approve', user })).toMatchObject({
      kind: 'moved',
      request: {
        state: { approval: { by: aiko, user, collectBy: '2026-11-05T10:00:00.000Z' } },
      },
    });
  });

  test('comes too late once the requester took it back, which nobody else can', async () => {
    const { context, request } = await standing();
    await expect(withdrawRequest(context, { request, person: aiko })).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'not-requester' },
    });
    await withdrawRequest(context, { request, person: ben });
    expect(await decideRequest(context, { request, person: aiko, verdict: approve })).toMatchObject({
      kind: 'late',
      request: { state: { kind: 'withdrawn' } },
    });
  });

  test('closes the request of a requester who is no full member any more', async () => {
    const { context, request } = await standing();
    const gone = { id: ben, standing: 'deactivated', slackAdmin: false, groups: [] } as const;
    const decided = await decideRequest(
      { ...context, people: acting({ actors: [gone] }).people },
      { request, person: aiko, verdict: approve },
    );
    expect(decided).toMatchObject({
      kind: 'late',
      request: { state: { kind: 'closed', why: 'requester-gone' } },
    });
  });
});

describe('asking', () => {
  let made = 0;
  const asking = (): FilingContext => ({
    ...requestStores(),
    workspace,
    now,
    newRequestId: () => RequestId.parse(`R000000${(made += 1)}`),
    needed: 1,
    deciders: () => Promise.resolve([aiko]),
    openDays: 7,
    owned: 2,
    accounts: [],
  });
  const { name, user, purpose, owner } = openRequest();
  const wish = { name, user, purpose, owner };

  test('is refused when nobody could decide', async () => {
    const nobody: FilingContext = { ...asking(), deciders: () => Promise.resolve([]) };
    await expect(fileRequest(nobody, { wish, requester: ben, again: false })).rejects.toMatchObject({
      facts: { kind: 'nobody-decides' },
    });
    expect(await nobody.requests.live(workspace)).toEqual([]);
  });

  test('twice for the same is pointed out, and still possible', async () => {
    const here = asking();
    const first = await fileRequest(here, { wish, requester: ben, again: false });
    expect(first.request).toMatchObject({ ownedThen: 2, openUntil: '2026-11-09T10:00:00.000Z' });
    expect(await fileRequest(here, { wish, requester: ben, again: false })).toEqual({
      kind: 'already-open',
      request: first.request,
    });
    expect((await fileRequest(here, { wish, requester: aiko, again: false })).kind).toBe('asked');
    expect((await fileRequest(here, { wish, requester: ben, again: true })).kind).toBe('asked');
    expect(await here.requests.of(workspace, ben)).toHaveLength(2);
  });

  test('is refused when fewer could decide it than have to approve, and they are named', async () => {
    const few: FilingContext = { ...asking(), needed: 2 };
    await expect(fileRequest(few, { wish, requester: ben, again: false })).rejects.toMatchObject({
      facts: { kind: 'too-few-decide', needed: 2, people: [aiko] },
    });
  });

  test('keeps everything that was asked for', async () => {
    const client = ClientId.parse('ripple-1');
    const accounts = [{ product: 'ripple', clientId: 'ripple-connected' } as const];
    const here: FilingContext = {
      ...asking(),
      accounts,
      needed: 2,
      deciders: () => Promise.resolve([aiko, chloe]),
    };
    const more = { rotates: { client, overlapDays: 3 }, endsAt: '2027-01-01T00:00:00.000Z' };
    const filed = await fileRequest(here, {
      wish: { ...wish, ...more },
      requester: ben,
      again: false,
      step: 'Fx1',
    });
    expect(filed).toEqual({
      kind: 'asked',
      request: {
        workspace,
        id: filed.request.id,
        version: 1,
        requester: ben,
        ...wish,
        ...more,
        step: 'Fx1',
        accounts,
        ownedThen: 2,
        createdAt: '2026-11-02T10:00:00.000Z',
        openUntil: '2026-11-09T10:00:00.000Z',
        state: { kind: 'open', needed: 2 },
      },
    });
    expect(await here.requests.find(workspace, filed.request.id)).toEqual(filed.request);
  });

  test('is not for the same where the Alphaus user, the name or the rotated client is another, or it was decided', async () => {
    const here = asking();
    const ask = async (changes: Partial<RequestedWish> = {}) =>
      fileRequest(here, { wish: { ...wish, ...changes }, requester: ben, again: false });
    const first = await ask();
    const client = ClientId.parse('ripple-1');
    for (const other of [
      { user: AlphausUserName.parse('billing') },
      { user: undefined },
      { name: ClientName.parse('weekly') },
      { rotates: { client, overlapDays: 3 } },
    ]) {
      expect((await ask(other)).kind).toBe('asked');
    }
    expect((await ask()).kind).toBe('already-open');
    await here.requests.replace(first.request, {
      ...first.request,
      version: 2,
      state: { kind: 'withdrawn', at: now().toISOString() },
    });
    expect((await ask()).kind).toBe('asked');
  });
});
