import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { AlphausUserName } from '../../src/core/model/api-client.js';
import type { Alphaus } from '../../src/core/connection/alphaus.js';
import { Secret } from '../../src/core/model/secret.js';
import { connectAlphaus } from '../../src/upstream/alphaus.js';
import { factsFrom, hurried, nightly } from './connection.js';

let api: SandboxApi;

beforeEach(async () => {
  api = await startSandboxApi();
});

afterEach(async () => {
  await api.stop();
});

const tokenUrl = () => `${api.loginUrl}/ripple/access_token`;

function connect(flavour: 'legacy' | 'blue', credentials = api.rootClient): Alphaus {
  return connectAlphaus({
    ...hurried,
    flavour,
    clientId: credentials.id,
    clientSecret: new Secret(credentials.secret),
    tokenUrl: tokenUrl(),
    serviceUrl: api.serviceUrl,
    blueUrl: api.blueUrl,
  });
}

async function callerOf(alphaus: Alphaus): Promise<AlphausUserName> {
  const [caller] = await alphaus.users();
  if (caller === undefined) throw new Error('nobody is connected');
  return caller.name;
}

const calls = (operation: string) => api.calls().filter((call) => call.operation === operation);

describe('the account', () => {
  test('of a root user has its subusers', async () => {
    expect(await connect('legacy').users()).toEqual([
      { name: 'root@sandbox.example', kind: 'root' },
      { name: 'analytics', kind: 'subuser' },
      { name: 'billing', kind: 'subuser' },
      { name: 'data.export', kind: 'subuser' },
    ]);
  });

  test.each(['legacy', 'blue'] as const)('of a subuser is the subuser, through %s', async (flavour) => {
    expect(await connect(flavour, api.subuserClient).users()).toEqual([
      { name: 'analytics', kind: 'subuser', ...(flavour === 'blue' && { alone: true }) },
    ]);
  });
});

describe.each(['legacy', 'blue'] as const)('through the %s API', (flavour) => {
  test('a client is made, works, is listed, is deleted, and works no more', async () => {
    const alphaus = connect(flavour);
    const user = await callerOf(alphaus);
    const before = await alphaus.clients.list(user);
    const outcome = await alphaus.clients.create(user, nightly);
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    const { secret, ...listed } = outcome.client;

    expect(await alphaus.tryOut(outcome.client)).toBe('accepted');
    expect(await alphaus.clients.list(user)).toEqual([...before, listed]);
    expect(await alphaus.clients.delete(user, listed.id)).toBe('deleted');
    expect(await alphaus.clients.delete(user, listed.id)).toBe('absent');
    expect(await alphaus.clients.list(user)).toEqual(before);
    expect(await alphaus.tryOut({ ...listed, secret })).toBe('refused');
  });

  test('a list of ten thousand is whole', async () => {
    api.seed('root@sandbox.example', 10_000);
    const alphaus = connect(flavour);
    const listed = await alphaus.clients.list(await callerOf(alphaus));
    expect(new Set(listed.map(({ id }) => id))).toEqual(
      new Set(
        api
          .clients()
          .filter(({ user }) => user === 'root@sandbox.example')
          .map(({ id }) => id),
      ),
    );
  });

  test('revoked access tokens are renewed without anybody noticing', async () => {
    const alphaus = connect(flavour);
    const user = await callerOf(alphaus);
    api.revokeTokens();
    expect(await alphaus.clients.create(user, nightly)).toMatchObject({ kind: 'created' });
    expect(calls('token')).toHaveLength(2);
  });

  test.each([
    { kind: 'drop-after' },
    { kind: 'drop-before' },
    { kind: 'hang', acts: true },
    { kind: 'status', status: 502, acts: true },
    { kind: 'nonsense', body: 'truncated' },
  ] as const)('a create that meets $kind is sent once, and the list tells the outcome', async (fault) => {
    const alphaus = connect(flavour);
    const user = await callerOf(alphaus);
    api.fault({ ...fault, operation: 'create' });
    const outcome = await alphaus.clients.create(user, nightly);
    if (outcome.kind !== 'ambiguous') throw new Error(outcome.kind);
    expect(calls('create')).toHaveLength(1);

    const inItsWindow = (await alphaus.clients.list(user)).filter(
      ({ name, createdAt }) =>
        name === nightly &&
        createdAt !== undefined &&
        createdAt >= outcome.sentAt.getTime() &&
        createdAt <= outcome.gaveUpAt.getTime(),
    );
    expect(inItsWindow).toHaveLength(fault.kind === 'drop-before' ? 0 : 1);
  });

  test('a delete whose answer was lost is repeated, and known as our own', async () => {
    const alphaus = connect(flavour);
    const user = await callerOf(alphaus);
    const outcome = await alphaus.clients.create(user, nightly);
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    api.fault({ kind: 'drop-after', operation: 'delete', times: 1 });
    expect(await alphaus.clients.delete(user, outcome.client.id)).toBe('deleted');
    expect(calls('delete')).toHaveLength(2);
  });

  test('what passes by itself is waited for', async () => {
    const alphaus = connect(flavour);
    const user = await callerOf(alphaus);
    api.fault({ kind: 'status', status: 429, operation: 'list', times: 1, headers: { 'retry-after': '1' } });
    api.fault({ kind: 'status', status: 503, operation: 'list', times: 1 });
    api.fault({ kind: 'drop-before', operation: 'list', times: 1 });
    expect(await alphaus.clients.list(user)).not.toEqual([]);
    expect(calls('list')).toHaveLength(4);
  });
});

test('a subuser cannot reach the clients of another user', async () => {
  const { clients } = connect('legacy', api.subuserClient);
  const others = await callerOf(connect('legacy'));
  expect(await factsFrom(clients.list(others))).toMatchObject({ operation: 'list' });
  expect(await factsFrom(clients.create(others, nightly))).toMatchObject({ operation: 'create' });
});

test('a stream that ends in an error is a failed list', async () => {
  const alphaus = connect('blue');
  const user = await callerOf(alphaus);
  api.fault({ kind: 'stream-error', operation: 'list' });
  expect(await factsFrom(alphaus.clients.list(user))).toEqual({
    kind: 'api-failed',
    operation: 'list',
    status: 500,
  });
});
