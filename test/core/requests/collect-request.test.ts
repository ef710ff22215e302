import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClientName } from '../../../src/core/model/api-client.js';
import { endAfterDays } from '../../../src/core/model/until.js';
import { ClientId, PersonId } from '../../../src/core/model/ids.js';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { type CollectContext, collectRequest } from '../../../src/core/requests/collect-request.js';
import { ClientRequest } from '../../../src/core/requests/request.js';
import { Policy } from '../../../src/core/rights/policy.js';
import { move } from '../../../src/core/requests/transition.js';
import { settleLeftCollection } from '../../../src/core/settling/settle-collection.js';
import { Problem } from '../../../src/core/problem.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { connectedForAdmins, root } from '../connected.js';
import { openHandover } from '../issuing.js';
import { aiko, ben, openRequest, record, requestStores, workspace } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

/** Ben's request, approved by Aiko; `changes` is what a click works with in place of what is there. */
async function approved(changes: Partial<CollectContext> = {}, asked: Partial<ClientRequest> = {}) {
  const approval = {
    by: aiko,
    at: new Date().toISOString(),
    user: root,
    collectBy: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const account = { product: 'ripple', clientId: api.rootClient.id } as const;
  const state = { kind: 'approved', approval } as const;
  const request = openRequest({ user: root, accounts: [account], state, ...asked });
  const backend = guarded(memoryBackend(Date.now));
  const { requests } = requestStores(backend);
  await requests.add(request);
  const connected = connectedForAdmins(api, backend);
  const context: CollectContext = {
    ...connected,
    requests,
    connections: {
      current: () => Promise.resolve(connected.connection),
      accounts: () => Promise.resolve([{ ...account, flavour: 'legacy', made: undefined }]),
    },
    places: { take: () => Promise.resolve(() => Promise.resolve()) },
    handover: openHandover(),
    ...changes,
  };
  let clicks = 0;
  const click = (person = ben) =>
    collectRequest({ ...context, reference: `CLICK${(clicks += 1)}` }, { request, person });
  const stateNow = async () => (await requests.find(workspace, request.id))?.state;
  const trail = async () =>
    (await collect(context.audit.forwards(workspace, 0))).map(({ actor, action, outcome, reason }) =>
      [actor, action, outcome, reason].filter((part) => part !== undefined).join(' '),
    );
  return { click, state: stateNow, context, requests, request, approval, trail };
}

/** What was read before the intent of a click was written. */
async function* noIntents(): AsyncGenerator<never> {}

const made = () => api.clients().filter(({ name }) => name === 'nightly').length;
const refuses = (show: CollectContext['handover']['show']): Partial<CollectContext> => ({
  handover: openHandover({ show }),
});

const chloe = PersonId.parse('UCHLOE');
const daniel = PersonId.parse('UDANIEL');

/** People of whom these have no rights of their own any more; the others are admins. */
function without(...persons: readonly PersonId[]): CollectContext['people'] {
  const { people } = connectedForAdmins(api);
  const actor = async (id: PersonId) => ({
    ...(await people.actor(id)),
    slackAdmin: !persons.includes(id),
  });
  return { ...people, actor, actorWithoutGroups: actor };
}

const underPolicy = (policy: object): Partial<CollectContext> => ({
  rules: { of: () => Promise.resolve({ policy: Policy.parse(policy), grants: [] }) },
});

describe('collecting', () => {
  test('makes one client although the requester clicks twenty times at once', async () => {
    const { click, state } = await approved();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => click()));
    expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
    expect(made()).toBe(1);
    expect(await state()).toMatchObject({ kind: 'collected', client: expect.any(String) });
  });

  test('is for the requester alone', async () => {
    const { click, state } = await approved();
    await expect(click(aiko)).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'not-requester' },
    });
    expect(await state()).toMatchObject({ kind: 'approved' });
    expect(made()).toBe(0);
  });

  test('that the API refused for certain may be tried again', async () => {
    const { click, state } = await approved();
    api.fault({ operation: 'create', kind: 'status', status: 400, times: 1 });
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'api-refused' } });
    expect(await state()).toMatchObject({ kind: 'approved' });
    expect((await click()).kind).toBe('created');
  });

  test('that failed says why, although the store does not take the claim back', async () => {
    const { click, state, context, requests } = await approved(
      refuses(() => {
        const away = () => Promise.reject(new Problem({ kind: 'store-unavailable' }));
        context.audit.concludeWith = away;
        requests.replace = away;
        return Promise.resolve('refused');
      }),
    );
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'secret-not-delivered', cleanedUp: true } });
    expect(await state()).toMatchObject({ kind: 'collecting' });
  });

  test('that failed gives the claim back together with its outcome', async () => {
    const { click, state, requests } = await approved(
      refuses(() => {
        requests.replace = () => Promise.reject(new Problem({ kind: 'store-unavailable' }));
        return Promise.resolve('refused');
      }),
    );
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'secret-not-delivered', cleanedUp: true } });
    expect(await state()).toMatchObject({ kind: 'approved' });
  });

  /** Something happens to the request, as it was claimed, while the API makes the client. */
  async function changedMeanwhile(how: (claimed: ClientRequest, request: ClientRequest) => ClientRequest) {
    const collecting = await approved();
    const { context, request, requests } = collecting;
    const { clients } = context.connection.alphaus;
    const create = clients.create.bind(clients);
    clients.create = async (...wanted) => {
      const claimed = (await requests.find(workspace, request.id)) ?? expect.fail();
      await requests.replace(claimed, how(claimed, request));
      return create(...wanted);
    };
    const stored = () => requests.find(workspace, request.id);
    return { ...collecting, stored };
  }

  test('is what becomes of the request as it stands then', async () => {
    const at = '2026-11-28T12:00:00.000Z';
    const { click, stored, request, approval } = await changedMeanwhile((claimed) => ({
      ...claimed,
      version: claimed.version + 1,
      accountGoneSince: at,
    }));
    const collected = await click();
    expect(await stored()).toEqual({
      ...request,
      version: 5,
      accountGoneSince: at,
      state: {
        kind: 'collected',
        approval,
        client: collected.kind === 'created' && collected.record.id,
        at: expect.any(String),
      },
    });
  });

  test('that is not the request’s any more leaves that alone, and the client is on record', async () => {
    const { click, stored, context, request } = await changedMeanwhile((claimed, before) => ({
      ...before,
      version: claimed.version + 1,
    }));
    const collected = await click();
    const id = collected.kind === 'created' ? collected.record.id : expect.fail();
    expect(await context.records.find(workspace, id)).toMatchObject({ id, requester: ben });
    expect(await stored()).toEqual({ ...request, version: 4 });
  });

  test('that took so long that its claim was given back makes nothing', async () => {
    const { click, state, requests } = await approved();
    const replace = requests.replace.bind(requests);
    requests.replace = async (current, next, commit) => {
      requests.replace = replace;
      const claimed = await replace(current, next, commit);
      // Another process looks after the request before this one goes on.
      await replace(next, { ...current, version: next.version + 1 });
      return claimed;
    };
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'request-changed-meanwhile' } });
    expect(made()).toBe(0);
    expect(await state()).toMatchObject({ kind: 'approved' });
    expect((await click()).kind).toBe('created');
    expect(made()).toBe(1);
  });

  test('that begins while somebody looks whether it ever did is left alone', async () => {
    const { click, state, context, requests } = await approved();
    let claimed: ClientRequest | undefined;
    const replace = requests.replace.bind(requests);
    requests.replace = (current, next, commit) => {
      claimed ??= next;
      return replace(current, next, commit);
    };
    const { clients } = context.connection.alphaus;
    const create = clients.create.bind(clients);
    clients.create = async (...wanted) => {
      const left = { ...context, sureAfterMs: 0, intents: { openIn: noIntents } };
      if (claimed !== undefined) await settleLeftCollection(left, claimed);
      return create(...wanted);
    };
    expect((await click()).kind).toBe('created');
    expect(await state()).toMatchObject({ kind: 'collected' });
  });

  test('whose answer was lost is not tried again', async () => {
    const { click, state } = await approved();
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    expect((await click()).kind).toBe('ambiguous');
    expect(await click()).toMatchObject({ kind: 'late', request: { state: { kind: 'ambiguous' } } });
    expect(await state()).toMatchObject({ kind: 'ambiguous' });
  });

  test('whose answer was lost is not given back either where the store did not take that at once', async () => {
    const { click, state, context, request, requests } = await approved();
    const concludeWith = context.audit.concludeWith.bind(context.audit);
    context.audit.concludeWith = () => {
      context.audit.concludeWith = concludeWith;
      return Promise.reject(new Problem({ kind: 'store-unavailable' }));
    };
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    expect((await click()).kind).toBe('ambiguous');
    const left = (await requests.find(workspace, request.id)) ?? request;
    await settleLeftCollection({ ...context, reference: 'LOOK', sureAfterMs: 0 }, left);
    expect(await state()).toMatchObject({ kind: 'collecting' });
    expect(await click()).toMatchObject({ kind: 'late' });
    expect(made()).toBe(1);
  });

  test('keeps the claim when nobody knows what happened', async () => {
    const { audit } = connectedForAdmins(api);
    const { click, state } = await approved({
      audit: { ...audit, appendWith: () => Promise.reject(new Error('a fault of ours in the middle')) },
    });
    await expect(click()).rejects.toThrow('a fault of ours');
    expect(await state()).toMatchObject({ kind: 'collecting' });
  });

  test('keeps the claim while a client stands that is still to be deleted', async () => {
    const { click, state } = await approved(refuses(() => Promise.resolve('refused')));
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await expect(click()).rejects.toMatchObject({
      facts: { kind: 'secret-not-delivered', cleanedUp: false },
    });
    expect(await state()).toMatchObject({ kind: 'collecting' });
  });
});

describe('what a requester collects', () => {
  const at = new Date().toISOString();
  const collectBy = new Date(Date.now() + 3_600_000).toISOString();

  test('is what was approved, with everybody who did', async () => {
    const approval = { by: aiko, at, user: root, collectBy, earlier: [{ by: chloe, at }] };
    const { click, context, request, requests } = await approved(
      {},
      { state: { kind: 'approved', approval } },
    );
    const collected = await click();
    const id = ClientId.parse(api.clients().find(({ name }) => name === 'nightly')?.id);
    const { name, user, purpose, owner } = request;
    expect(collected).toMatchObject({ kind: 'created', record: { id } });
    expect(await context.records.find(workspace, id)).toMatchObject({
      name,
      user,
      purpose,
      owner,
      requester: ben,
      request: request.id,
      approver: aiko,
      furtherApprovers: [chloe],
    });
    expect(await requests.find(workspace, request.id)).toEqual({
      ...request,
      version: 4,
      state: { kind: 'collected', approval, client: id, at: expect.any(String) },
    });
    const written = await collect(context.audit.forwards(workspace, 0));
    expect(written.map((one) => [one.action, one.outcome, one.request, one.target])).toEqual([
      ['collect-request', 'attempted', request.id, { user: root, name }],
      ['collect-request', 'done', request.id, { user: root, name, clientId: id }],
    ]);
  });

  test('is nothing once the request has ended', async () => {
    const { click, request } = await approved({}, { state: { kind: 'withdrawn', at } });
    expect(await click()).toEqual({ kind: 'late', request });
    expect(made()).toBe(0);
  });

  test('is nothing in another account than the request’s, and that is on record', async () => {
    const accounts = [{ product: 'wave', clientId: 'wave-1' } as const];
    const { click, state, trail } = await approved({}, { accounts });
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'request-elsewhere' } });
    expect(await state()).toMatchObject({ kind: 'approved' });
    expect(await trail()).toEqual(['UBEN collect-request refused request-elsewhere']);
  });

  test('waits for a decision again where too few who approved may still decide, and the trail says who', async () => {
    const approval = {
      by: aiko,
      at,
      user: root,
      collectBy,
      earlier: [
        { by: chloe, at },
        { by: daniel, at },
      ],
    };
    const changed: string[] = [];
    const { click, request, state, trail } = await approved(
      {
        ...underPolicy({ approvalsNeeded: 2 }),
        people: without(aiko, chloe),
        beforeChanges: () => Promise.resolve(void changed.push('begun')),
      },
      { state: { kind: 'approved', approval } },
    );
    expect(await click()).toEqual({
      kind: 'reopened',
      lost: [chloe, aiko],
      request: {
        ...request,
        version: 2,
        openUntil: collectBy,
        reopened: 1,
        state: { kind: 'open', needed: 2, approvals: [{ by: daniel, at }] },
      },
    });
    expect(await state()).toMatchObject({ kind: 'open' });
    expect(await trail()).toEqual(['UBEN collect-request refused approval-lost: UCHLOE, UAIKO']);
    expect(changed).toEqual(['begun']);
    expect(made()).toBe(0);
  });

  test('is made although one has lost the right, where enough are left', async () => {
    const approval = {
      by: aiko,
      at,
      user: root,
      collectBy,
      earlier: [
        { by: chloe, at },
        { by: daniel, at },
      ],
    };
    const { click } = await approved(
      { ...underPolicy({ approvalsNeeded: 2 }), people: without(chloe) },
      { state: { kind: 'approved', approval } },
    );
    expect((await click()).kind).toBe('created');
  });

  test('is made although the policy asks more people by now', async () => {
    const { click } = await approved(underPolicy({ approvalsNeeded: 3 }));
    expect((await click()).kind).toBe('created');
  });

  test('is nothing where the approval was lost and something else happened meanwhile', async () => {
    const { click, requests, request } = await approved({ people: without(aiko) });
    const replace = requests.replace.bind(requests);
    const withdrawn = move(request, { kind: 'withdraw', at: new Date() }) ?? expect.fail();
    requests.replace = async (...how) => {
      requests.replace = replace;
      await replace(request, withdrawn);
      return replace(...how);
    };
    expect(await click()).toEqual({ kind: 'late', request: withdrawn });
  });

  test('is made where it was prepared by somebody who may still create it, and closed otherwise', async () => {
    const prepared = { preparedBy: daniel };
    const stands = await approved({ people: without(aiko) }, prepared);
    expect((await stands.click()).kind).toBe('created');
    const lost = await approved({ people: without(daniel) }, prepared);
    expect(await lost.click()).toMatchObject({
      kind: 'late',
      request: { state: { kind: 'closed', why: 'preparer-lost-right' } },
    });
    expect(await lost.trail()).toEqual(['UBEN close-request done preparer-lost-right']);
    expect(made()).toBe(1);
  });

  test('may live as long as was allowed where it was prepared, in the other half of the world', async () => {
    // Tuesday in Tokyo, and Monday in Los Angeles.
    const clicked = new Date('2026-11-30T18:00:00.000Z');
    const endsAt = endAfterDays(90, { now: clicked, zone: 'Asia/Tokyo' }).toISOString();
    const approval = {
      by: daniel,
      at: clicked.toISOString(),
      user: root,
      collectBy: '2026-12-07T18:00:00.000Z',
    };
    const elsewhere: Partial<CollectContext> = {
      ...underPolicy({ longestLifeDays: 90 }),
      now: () => clicked,
      people: {
        ...without(),
        zoneOf: async (id) => (id === daniel ? 'Asia/Tokyo' : 'America/Los_Angeles'),
      },
    };
    const state = { kind: 'approved', approval } as const;
    const prepared = await approved(elsewhere, { preparedBy: daniel, endsAt, state });
    expect(await prepared.click()).toMatchObject({ kind: 'created', record: { endsAt } });
    const asked = await approved(elsewhere, { endsAt, state });
    await expect(asked.click()).rejects.toMatchObject({ facts: { kind: 'until-too-late' } });
  });

  test('takes the place of the old client, for whom that belongs to by now', async () => {
    const old = record({
      id: ClientId.parse(api.seed(root, 1)[0]?.id),
      user: root,
      name: ClientName.parse('nightly'),
    });
    const rotates = { client: old.id, overlapDays: 3 };
    const { click, context } = await approved({}, { rotates, owner: { kind: 'person', id: ben } });
    await context.records.add(old);
    const collected = await click();
    expect(collected).toMatchObject({
      kind: 'created',
      record: { owner: { kind: 'person', id: aiko }, predecessor: old.id },
    });
  });

  test('is nothing where the requester may not change the old client any more', async () => {
    const old = record({ id: ClientId.parse(api.seed(root, 1)[0]?.id), user: root });
    const { click, context, state, trail } = await approved(
      { people: without(ben) },
      { rotates: { client: old.id, overlapDays: 3 } },
    );
    await context.records.add(old);
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'client-not-found' } });
    expect(await trail()).toEqual(['UBEN rotate refused not-visible']);
    expect(await state()).toMatchObject({ kind: 'approved' });
    expect(made()).toBe(0);
  });

  test.each(['deleted elsewhere', 'deleted here', 'not on record'] as const)(
    'is nothing where the old client is %s: the request is closed',
    async (how) => {
      const elsewhere = ClientId.parse('ripple-gone');
      const id = how === 'deleted elsewhere' ? elsewhere : ClientId.parse(api.seed(root, 1)[0]?.id);
      const closed = { how: 'deleted', by: aiko, at } as const;
      const { click, context, trail, state } = await approved(
        {},
        { rotates: { client: id, overlapDays: 3 } },
      );
      if (how === 'deleted elsewhere') await context.records.add(record({ id, user: root }));
      if (how === 'deleted here') await context.records.add(record({ id, user: root, closed }));
      expect(await click()).toMatchObject({
        kind: 'late',
        request: { state: { kind: 'closed', why: 'old-client-gone' } },
      });
      expect(await state()).toMatchObject({ kind: 'closed' });
      expect(await trail()).toEqual(['UBEN close-request done old-client-gone']);
      expect(made()).toBe(0);
    },
  );

  test.each<[string, object]>([
    ['by somebody else', { by: chloe }],
    ['at another time', { at: '2026-11-01T00:00:00.000Z' }],
    ['for another Alphaus user', { user: 'billing' }],
  ])('is not what was approved again meanwhile, %s', async (_, other) => {
    const { click, requests, request, approval, state } = await approved();
    const replace = requests.replace.bind(requests);
    const again = ClientRequest.parse({
      ...request,
      version: request.version + 1,
      state: { kind: 'approved', approval: { ...approval, ...other } },
    });
    requests.replace = async (...how) => {
      requests.replace = replace;
      await replace(request, again);
      return replace(...how);
    };
    expect((await click()).kind).toBe('late');
    expect(await state()).toEqual(again.state);
    expect(made()).toBe(0);
  });

  test('can be tried again where the hourly limit, or the hand-over, stood in the way', async () => {
    const freeAt = new Date(Date.now() + 60_000);
    const often = await approved({ quota: { take: () => Promise.resolve({ kind: 'none', freeAt }) } });
    await expect(often.click()).rejects.toMatchObject({ facts: { kind: 'too-often' } });
    expect(await often.state()).toMatchObject({ kind: 'approved' });
    const refused = await approved(refuses(() => Promise.resolve('refused')));
    await expect(refused.click()).rejects.toMatchObject({
      facts: { kind: 'secret-not-delivered', cleanedUp: true },
    });
    expect(await refused.state()).toMatchObject({ kind: 'approved' });
    expect(made()).toBe(0);
  });

  test('stays claimed while the store does not answer, as nobody knows how far it came', async () => {
    const away = () => Promise.reject(new Problem({ kind: 'store-unavailable' }));
    const { audit } = connectedForAdmins(api);
    const { click, state } = await approved({ audit: { ...audit, appendWith: away } });
    await expect(click()).rejects.toMatchObject({ facts: { kind: 'store-unavailable' } });
    expect(await state()).toMatchObject({ kind: 'collecting' });
  });
});
