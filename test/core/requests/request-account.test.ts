import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import type { Account } from '../../../src/core/model/account.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { Problem } from '../../../src/core/problem.js';
import type { ClientRequest } from '../../../src/core/requests/request.js';
import {
  accountsToAskIn,
  boundToAccount,
  isItsAccountConnected,
  mustBeForConnectedAccount,
  withAccountSeen,
} from '../../../src/core/requests/request-account.js';
import { asked, asking } from '../asking.js';
import { root } from '../connected.js';
import { aiko, openRequest, workspace } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const waveUser = AlphausUserName.parse('wave:billing');
const wave: Account = { product: 'wave', clientId: 'wave-1' };
const others: Account = { product: 'ripple', clientId: 'ripple-of-others' };
const connected = (): Account => ({ product: 'ripple', clientId: api.rootClient.id });
/** An account, by the API client with which it was connected before. */
const before = (): Account => ({ product: 'ripple', clientId: api.seed(root, 1)[0]?.id ?? expect.fail() });

/** A request that is stored, in a workspace that is connected to one account, by what its changes say. */
async function standing(changes: Partial<ClientRequest> = {}) {
  const { context } = asking(api);
  const request = openRequest({ user: root, accounts: [connected()], ...changes });
  if (changes.accounts === undefined && 'accounts' in changes) delete request.accounts;
  if (changes.user === undefined && 'user' in changes) delete request.user;
  await context.requests.add(request);
  return { context, request, stored: () => context.requests.find(workspace, request.id) };
}

/** The connected accounts; each was connected at this time, or is the environment’s. */
const accountsMade = (at: string | undefined, ...accounts: readonly Account[]) => ({
  accounts: () =>
    Promise.resolve(
      accounts.map((account) => ({
        ...account,
        flavour: 'legacy' as const,
        made: at === undefined ? undefined : { by: aiko, at: new Date(at) },
      })),
    ),
});

describe('a request of before accounts were named', () => {
  const nameless = { accounts: undefined };
  const { createdAt } = openRequest();
  const afterwards = '2026-11-02T09:00:00.001Z';

  test.each<[string, string | undefined, Partial<ClientRequest>, readonly Account[], readonly Account[]]>([
    ['the account of its user’s product', createdAt, {}, [others, wave], [others]],
    ['that of the environment', undefined, {}, [others], [others]],
    ['all, where no user was named', createdAt, { user: undefined }, [others, wave], [others, wave]],
  ])('is bound, once, to %s', async (_, made, changes, accounts, bound) => {
    const { context, request, stored } = await standing({ ...nameless, ...changes });
    const connections = { ...context.connections, ...accountsMade(made, ...accounts) };
    const expected = { ...request, accounts: bound };
    expect(await boundToAccount({ ...context, connections }, request)).toEqual(expected);
    expect(await stored()).toEqual(expected);
  });

  test.each<[string, string, Partial<ClientRequest>, readonly Account[]]>([
    ['was connected only later', afterwards, {}, [others]],
    ['of its user’s product is not there', createdAt, { user: waveUser }, [others]],
  ])('stays as it is where the account %s', async (_, made, changes, accounts) => {
    const { context, request, stored } = await standing({ ...nameless, ...changes });
    const connections = { ...context.connections, ...accountsMade(made, ...accounts) };
    expect(await boundToAccount({ ...context, connections }, request)).toBe(request);
    expect(await stored()).toEqual(request);
  });

  test('is what somebody else made of it meanwhile', async () => {
    const { context, request, stored } = await standing(nameless);
    const next = { ...request, version: 2, state: { kind: 'withdrawn', at: asked } } as const;
    await context.requests.replace(request, next);
    expect(await boundToAccount(context, request)).toEqual(next);
    expect(await stored()).toEqual(next);
    // Nobody can tell what stands where the store has lost it.
    const lost = async () => ({ kind: 'other', standing: undefined }) as const;
    const requests = { ...context.requests, replace: lost };
    expect(await boundToAccount({ ...context, requests }, request)).toBe(request);
  });
});

test('a request whose accounts are named is not bound again', async () => {
  const { context, request, stored } = await standing({ accounts: [others] });
  expect(await boundToAccount(context, request)).toBe(request);
  expect(await stored()).toEqual(request);
});

test('somebody asks in the account of their Alphaus user, or in all where they are not sure', async () => {
  const { context } = await standing();
  const connections = { ...context.connections, ...accountsMade(undefined, connected(), wave) };
  const to = { ...context, connections };
  expect(await accountsToAskIn(to, root)).toEqual([connected()]);
  expect(await accountsToAskIn(to, waveUser)).toEqual([]);
  expect(await accountsToAskIn(to, undefined)).toEqual([connected(), wave]);
});

describe('the account of a request is connected', () => {
  const approval = { by: aiko, at: asked, collectBy: '2026-11-09T00:00:00.000Z' };
  const approvedFor = (user: AlphausUserName): Partial<ClientRequest> => ({
    user: undefined,
    state: { kind: 'approved', approval: { ...approval, user } },
  });

  test.each<[string, () => Partial<ClientRequest>, AlphausUserName | undefined, boolean]>([
    ['where it is the connected one', () => ({}), undefined, true],
    ['where it was connected by another API client of it', () => ({ accounts: [before()] }), undefined, true],
    ['not where it is another one', () => ({ accounts: [others] }), undefined, false],
    ['not where no account is named', () => ({ accounts: undefined }), undefined, false],
    ['not where its user’s product has none', () => ({ user: waveUser }), undefined, false],
    [
      'not where its user’s product is not connected',
      () => ({ user: waveUser, accounts: [wave] }),
      root,
      false,
    ],
    ['for the user that it names, whoever is picked', () => ({}), waveUser, true],
    [
      'for the user that is picked, and not the one that was approved',
      () => approvedFor(root),
      waveUser,
      false,
    ],
    ['not for a user that was approved without an account', () => approvedFor(waveUser), undefined, false],
    ['for the user that was approved, whose account it is', () => approvedFor(root), undefined, true],
    [
      'where one of several is, as long as nobody is picked',
      () => ({ user: undefined, accounts: [wave, connected()] }),
      undefined,
      true,
    ],
    [
      'where one of several is, by another API client',
      () => ({ user: undefined, accounts: [wave, before()] }),
      undefined,
      true,
    ],
    [
      'not where an API client of that id is of another product',
      () => ({ user: undefined, accounts: [{ ...before(), product: 'wave' }] }),
      undefined,
      false,
    ],
    ['not where none of several is', () => ({ user: undefined, accounts: [wave, others] }), undefined, false],
    [
      'also once it has expired without an approval',
      () => ({ user: undefined, state: { kind: 'expired', at: asked } }),
      undefined,
      true,
    ],
  ])('%s', async (_, changes, picked, isConnected) => {
    const { context, request } = await standing(changes());
    expect(await isItsAccountConnected(context, request, picked)).toBe(isConnected);
  });

  test('is asked of the API only where the connected ones are others', async () => {
    const { context, request } = await standing({ user: undefined, accounts: [others, connected()] });
    const connections = { ...context.connections, ...accountsMade(undefined, wave, connected()) };
    const calls = api.calls().length;
    expect(await isItsAccountConnected({ ...context, connections }, request)).toBe(true);
    expect(api.calls()).toHaveLength(calls);
  });

  test('not where nothing is', async () => {
    const { context, request } = await standing();
    const connections = { ...context.connections, current: () => Promise.resolve(undefined) };
    expect(await isItsAccountConnected({ ...context, connections }, request)).toBe(false);
  });
});

test('a request for another account than the connected one is refused, with whom to ask', async () => {
  const { context, request } = await standing({ accounts: [others] });
  const asks: unknown[] = [];
  const whoKnowsAccount = async (user: AlphausUserName) => {
    asks.push(user);
    return [aiko];
  };
  await expect(
    mustBeForConnectedAccount({ ...context, whoKnowsAccount }, request, root),
  ).rejects.toMatchObject({
    facts: { kind: 'request-elsewhere', name: request.name, user: root, ask: [aiko] },
  });
  expect(asks).toEqual([root]);
  const { context: there, request: own } = await standing();
  await expect(mustBeForConnectedAccount(there, own, root)).resolves.toBe(undefined);
});

describe('whether its account is connected', () => {
  test('is noted in a request, where that has changed', async () => {
    const { context, request, stored } = await standing({ accounts: [others] });
    const gone = { ...request, version: 2, accountGoneSince: asked };
    expect(await withAccountSeen(context, request)).toEqual(gone);
    expect(await stored()).toEqual(gone);
    expect(await withAccountSeen(context, gone)).toBe(gone);

    const connections = {
      ...context.connections,
      ...accountsMade(undefined, others),
      current: () =>
        Promise.resolve({
          ...context.connection,
          alphaus: { ...context.connection.alphaus, clientIdOf: () => others.clientId },
        }),
    };
    const back = { ...request, version: 3 };
    expect(await withAccountSeen({ ...context, connections }, gone)).toStrictEqual(back);
    expect(await stored()).toStrictEqual(back);
    expect(await withAccountSeen({ ...context, connections }, back)).toBe(back);
  });

  test('is noted in a request of before accounts were named once it is bound', async () => {
    const { context, request, stored } = await standing({ accounts: undefined });
    const bound = { ...request, accounts: [connected()] };
    expect(await withAccountSeen(context, request)).toEqual(bound);
    expect(await stored()).toEqual(bound);
  });

  test('is left as it was while the API does not tell; a fault of ours is none of the API’s', async () => {
    const { context, request, stored } = await standing({ accounts: [others] });
    const failing = (error: Error) => ({
      ...context,
      connections: {
        ...context.connections,
        current: async () => {
          throw error;
        },
      },
    });
    const away = new Problem({ kind: 'api-unreachable', operation: 'list' });
    expect(await withAccountSeen(failing(away), request)).toBe(request);
    await expect(withAccountSeen(failing(new TypeError('a fault')), request)).rejects.toThrow('a fault');
    expect(await stored()).toEqual(request);
  });
});
