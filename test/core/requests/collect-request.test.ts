import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { type CollectContext, collectRequest } from '../../../src/core/requests/collect-request.js';
import type { ClientRequest } from '../../../src/core/requests/request.js';
import { settleLeftCollection } from '../../../src/core/settling/settle-collection.js';
import { Problem } from '../../../src/core/problem.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { connectedForAdmins, root } from '../connected.js';
import { aiko, ben, openRequest, requestStores, workspace } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

/** Ben's request, approved by Aiko; `changes` is what a click works with in place of what is there. */
async function approved(changes: Partial<CollectContext> = {}) {
  const approval = {
    by: aiko,
    at: new Date().toISOString(),
    user: root,
    collectBy: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const account = { product: 'ripple', clientId: api.rootClient.id } as const;
  const request = openRequest({ user: root, accounts: [account], state: { kind: 'approved', approval } });
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
    handover: {
      isOpen: true,
      open: () => Promise.resolve(),
      announce: () => Promise.resolve(undefined),
      takeBack: () => Promise.resolve(),
      show: () => Promise.resolve('handed-over'),
      leaveReceipt: () => Promise.resolve('nobody'),
      tellUnclear: () => Promise.resolve(),
    },
    ...changes,
  };
  let clicks = 0;
  const click = (person = ben) =>
    collectRequest({ ...context, reference: `CLICK${(clicks += 1)}` }, { request, person });
  const state = async () => (await requests.find(workspace, request.id))?.state;
  return { click, state, context, requests };
}

/** What was read before the intent of a click was written. */
async function* noIntents(): AsyncGenerator<never> {}

const made = () => api.clients().filter(({ name }) => name === 'nightly').length;
const refuses = (show: CollectContext['handover']['show']): Partial<CollectContext> => ({
  handover: {
    isOpen: true,
    open: () => Promise.resolve(),
    announce: () => Promise.resolve(undefined),
    takeBack: () => Promise.resolve(),
    show,
    leaveReceipt: () => Promise.resolve('nobody'),
    tellUnclear: () => Promise.resolve(),
  },
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
