import { describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { type ClientId, PersonId, RequestId } from '../../../src/core/model/ids.js';
import { askForClient, type Asking } from '../../../src/core/requests/ask-for-client.js';
import { type Collecting, collectRequest } from '../../../src/core/requests/collect-request.js';
import { decideRequest, type Verdict } from '../../../src/core/requests/decide-request.js';
import type { Issued } from '../../../src/core/clients/issue-client.js';
import { Problem } from '../../../src/core/problem.js';
import { type ClientRequest, DenialText } from '../../../src/core/requests/request.js';
import { withdrawRequest } from '../../../src/core/requests/withdraw-request.js';
import { acting } from '../acting.js';
import { aiko, ben, openRequest, record, requestStores, workspace } from '../records.js';

const chloe = PersonId.parse('UCHLOE');
const now = () => new Date('2026-11-02T10:00:00.000Z');
const reason = DenialText.parse('use the one that we have');

async function standing(changes: Partial<ClientRequest> = {}) {
  const { requests } = requestStores();
  const request = openRequest(changes);
  await requests.add(request);
  return { context: acting({ requests, now }), request };
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

  test('costs three round trips to the store, beside those of the trail', async () => {
    const { context, request } = await standing();
    const { requests } = context;
    let roundTrips = 0;
    const counted: typeof requests = {
      ...requests,
      find: (...at) => {
        roundTrips += 1;
        return requests.find(...at);
      },
      replace: (...change) => {
        // Reads what stands, then exchanges it.
        roundTrips += 2;
        return requests.replace(...change);
      },
    };
    const read = await counted.find(workspace, request.id);
    if (read === undefined) throw new Error('the request is gone');
    await decideRequest({ ...context, requests: counted }, { request: read, person: aiko, verdict: approve });
    expect(roundTrips).toBe(3);
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
  const asking = (): Asking => ({
    ...requestStores(),
    workspace,
    now,
    newRequestId: () => RequestId.parse(`R000000${(made += 1)}`),
    canBeDecided: () => Promise.resolve(true),
    openDays: 7,
    owned: 2,
    accounts: [],
  });
  const { name, user, purpose, owner } = openRequest();
  const wish = { name, user, purpose, owner };

  test('is refused when nobody could decide', async () => {
    const nobody: Asking = { ...asking(), canBeDecided: () => Promise.resolve(false) };
    await expect(askForClient(nobody, wish, ben, false)).rejects.toMatchObject({
      facts: { kind: 'nobody-decides' },
    });
    expect(await nobody.requests.live(workspace)).toEqual([]);
  });

  test('twice for the same is pointed out, and still possible', async () => {
    const here = asking();
    const first = await askForClient(here, wish, ben, false);
    expect(first.request).toMatchObject({ ownedThen: 2, openUntil: '2026-11-09T10:00:00.000Z' });
    expect(await askForClient(here, wish, ben, false)).toEqual({
      kind: 'already-open',
      request: first.request,
    });
    expect((await askForClient(here, wish, aiko, false)).kind).toBe('asked');
    expect((await askForClient(here, wish, ben, true)).kind).toBe('asked');
    expect(await here.requests.of(workspace, ben)).toHaveLength(2);
  });
});

describe('collecting', () => {
  const created: Issued = { kind: 'created', record: record() };
  const client: ClientId = record().id;

  async function approved(issue: Collecting['issue']) {
    const { context, request: open } = await standing();
    const { request } = await decideRequest(context, { request: open, person: aiko, verdict: approve });
    let clicks = 0;
    const requests = { ...context.requests };
    const click = () => collectRequest({ requests, now, attempt: `click-${(clicks += 1)}`, issue }, request);
    const state = async () => (await requests.find(workspace, request.id))?.state;
    return { click, state, requests };
  }

  test('makes one client although the requester clicks twenty times at once', async () => {
    let issued = 0;
    const { click, state } = await approved(async () => {
      issued += 1;
      return created;
    });
    const outcomes = await Promise.all(Array.from({ length: 20 }, click));
    expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
    expect(issued).toBe(1);
    expect(await state()).toMatchObject({ kind: 'collected', client });
  });

  test('that the API refused for certain may be tried again', async () => {
    let refusals = 1;
    const { click, state } = await approved(async () => {
      refusals -= 1;
      if (refusals >= 0) throw new Problem({ kind: 'api-refused', operation: 'create', status: 400 });
      return created;
    });
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'api-refused' } });
    expect(await state()).toMatchObject({ kind: 'approved' });
    expect((await click()).kind).toBe('created');
  });

  test('that failed says why, although the store does not take the claim back', async () => {
    const { user } = record();
    const { click, state, requests } = await approved(async () => {
      requests.replace = () => Promise.reject(new Problem({ kind: 'store-unavailable' }));
      throw new Problem({ kind: 'secret-not-delivered', id: client, user, cleanedUp: true, isShut: false });
    });
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'secret-not-delivered' } });
    expect(await state()).toMatchObject({ kind: 'collecting' });
  });

  test('whose answer was lost is not tried again', async () => {
    const { click, state } = await approved(async () => ({ kind: 'ambiguous' }));
    expect((await click()).kind).toBe('ambiguous');
    expect(await click()).toMatchObject({ kind: 'late', request: { state: { kind: 'ambiguous' } } });
    expect(await state()).toMatchObject({ kind: 'ambiguous' });
  });

  test('keeps the claim when nobody knows what happened', async () => {
    const { click, state } = await approved(async () => {
      throw new Error('a fault of ours in the middle');
    });
    await expect(click()).rejects.toThrow('a fault of ours');
    expect(await state()).toMatchObject({ kind: 'collecting' });
  });

  test('keeps the claim while a client stands that is still to be deleted', async () => {
    const { user } = record();
    const { click, state } = await approved(async () => {
      throw new Problem({ kind: 'secret-not-delivered', id: client, user, cleanedUp: false, isShut: false });
    });
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'secret-not-delivered' } });
    expect(await state()).toMatchObject({ kind: 'collecting' });
  });
});
