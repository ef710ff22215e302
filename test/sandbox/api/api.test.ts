import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Credentials, SandboxApi } from '../../../sandbox/api/start-api.js';
import {
  askToken,
  bearer,
  callerWith,
  envelopes,
  grantFor,
  legacyClient,
  started,
  stopStarted,
  tokenFields,
} from './api-caller.js';

const ROOT = 'root%40sandbox.example';
let api: SandboxApi;
beforeEach(async () => {
  api = await started();
});
afterEach(stopStarted);

async function created(user: string, name = 'nightly'): Promise<Credentials> {
  const ask = await callerWith(api, api.rootClient);
  const { body } = await ask('POST', `/m/u/users/client/${user}`, { name });
  const { client_id: id, client_secret: secret } = legacyClient.parse(body);
  return { id, secret };
}

describe('the life of an API client', () => {
  test('it is created with a secret that really obtains a token, and listed without it', async () => {
    const ask = await callerWith(api, api.rootClient);
    const { status, body } = await ask('POST', '/m/u/users/client/billing', { name: 'nightly' });
    const made = legacyClient.parse(body);

    expect(status).toBe(200);
    expect(made).toMatchObject({ user_id: 'id0003', username: 'billing', name: 'nightly' });
    await grantFor(api, { id: made.client_id, secret: made.client_secret });
    const { username: _, ...withoutUsername } = made;
    expect(await ask('GET', '/m/u/users/clients/billing')).toEqual({
      status: 200,
      body: [{ ...withoutUsername, client_secret: '' }],
    });
  });

  test('once deleted it obtains nothing, and its old tokens are refused', async () => {
    const client = await created('billing');
    const itself = await callerWith(api, client);
    const ask = await callerWith(api, api.rootClient);

    const path = `/m/u/users/client/billing/${client.id}`;
    expect(await ask('DELETE', path)).toEqual({ status: 200, body: { status: 'success' } });
    expect(await ask('DELETE', path)).toMatchObject({ status: 404 });
    expect(await askToken(api, tokenFields(client))).toMatchObject({ status: 401 });
    expect(await itself('GET', '/m/u/users/clients/billing')).toMatchObject({ status: 401 });
  });

  test('a secret is made of the characters that were asked for', async () => {
    const api = await started({ secretAlphabet: '&<>"\'`' });
    const { secret } = api.clientFor('billing');
    expect(secret).toMatch(/^[&<>"'`]{48}$/);
    await grantFor(api, { id: api.clientFor('billing').id, secret });
  });

  test('it outlives the process where a file keeps it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-api-'));
    const before = await started({ statePath: join(folder, 'state.json') });
    const gone = before.seed('billing', [{ name: 'gone' }, { name: 'kept' }])[0];
    const ask = await callerWith(before, before.rootClient);
    await ask('DELETE', `/m/u/users/client/billing/${gone?.id}`);
    const after = await started({ statePath: join(folder, 'state.json') });

    expect(after.clients()).toEqual(before.clients());
    expect(after.rootClient).toEqual(before.rootClient);
    await rm(folder, { recursive: true });
  });

  test('ten thousand of them are one list', async () => {
    api.seed('billing', 10_000);
    const legacy = await callerWith(api, api.rootClient);
    expect((await legacy('GET', '/m/u/users/clients/billing')).body).toHaveLength(10_000);
    const blue = await callerWith(api, api.clientFor('billing'));
    const { body } = await blue('GET', '/m/blue/iam/v1/apiclients');
    expect(envelopes(body)).toHaveLength(10_001);
  });
});

describe('refusals', () => {
  test.for([
    ['a user that nobody knows', 'GET', '/m/u/users/clients/nobody', undefined, 404],
    ['an API client that nobody knows', 'DELETE', '/m/u/users/client/billing/ripple-0', undefined, 404],
    ['no name', 'POST', '/m/u/users/client/billing', {}, 400],
    ['an empty name', 'POST', '/m/u/users/client/billing', { name: ' ' }, 400],
    ['a name of 256 characters', 'POST', '/m/u/users/client/billing', { name: 'n'.repeat(256) }, 400],
    ['a body beyond all measure', 'POST', '/m/u/users/client/billing', { name: 'n'.repeat(100_000) }, 413],
    ['a method that is not for this path', 'DELETE', '/m/u/users', undefined, 405],
    ['the plural where the singular belongs', 'POST', '/m/u/users/clients/billing', { name: 'n' }, 405],
    ['a path that is none', 'GET', '/m/u/clients', undefined, 404],
  ] as const)('%s', async ([, method, path, body, status]) => {
    const ask = await callerWith(api, api.rootClient);
    expect(await ask(method, path, body)).toMatchObject({ status });
  });

  test('a body that is not JSON', async () => {
    const { access_token } = await grantFor(api, api.rootClient);
    const post = (contentType: string, body: string) =>
      fetch(`${api.origin}/m/u/users/client/billing`, {
        method: 'POST',
        headers: { authorization: `Bearer ${access_token}`, 'content-type': contentType },
        body,
      });
    expect((await post('application/json', '{"name":')).status).toBe(400);
    expect((await post('text/plain', '{"name":"n"}')).status).toBe(400);
  });

  test('a subuser acts on itself only', async () => {
    const ask = await callerWith(api, api.subuserClient);
    expect(await ask('GET', '/m/u/users/clients/analytics')).toMatchObject({ status: 200 });
    for (const path of ['/m/u/users/clients/billing', `/m/u/users/clients/${ROOT}`, '/m/u/users']) {
      expect(await ask('GET', path)).toMatchObject({ status: 403 });
    }
  });

  test('accounts do not see each other', async () => {
    const api = await started({
      accounts: [
        { root: 'ann@one.example', subusers: ['reports'] },
        { root: 'bob@two.example', subusers: ['exports'] },
      ],
    });
    const ask = await callerWith(api, api.clientFor('bob@two.example'));
    expect(await ask('GET', '/m/u/users')).toMatchObject({ body: [{ username: 'exports' }] });
    expect(await ask('GET', '/m/u/users/clients/reports')).toMatchObject({ status: 404 });
  });

  test('the hundred and first call of a user within a second waits for the next', async () => {
    let now = Date.now();
    const api = await started({ now: () => now });
    const { access_token } = await grantFor(api, api.rootClient);
    const call = () =>
      fetch(`${api.origin}/m/u/users`, { headers: { authorization: `Bearer ${access_token}` } });
    const statuses = await Promise.all(Array.from({ length: 99 }, async () => (await call()).status));
    expect(new Set(statuses)).toEqual(new Set([200]));

    const refused = await call();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await askToken(api, tokenFields(api.subuserClient))).toMatchObject({ status: 200 });
    now += 1000;
    expect((await call()).status).toBe(200);
  });
});

describe('Blue API', () => {
  test('knows a root user by its empty parent', async () => {
    const whoami = '/m/blue/iam/v1/whoami';
    expect(await (await callerWith(api, api.rootClient))('GET', whoami)).toMatchObject({
      body: { id: 'root@sandbox.example', parent: '', metadata: {} },
    });
    expect(await (await callerWith(api, api.subuserClient))('GET', whoami)).toMatchObject({
      body: { id: 'analytics', parent: 'root@sandbox.example' },
    });
  });

  test('streams the subusers of a root user', async () => {
    const { body } = await (await callerWith(api, api.rootClient))('GET', '/m/blue/iam/v1/users');
    expect(envelopes(body)).toMatchObject(
      ['analytics', 'billing', 'data.export'].map((id) => ({ result: { id } })),
    );
  });

  test("creates, streams and deletes the caller's own API clients", async () => {
    const ask = await callerWith(api, api.clientFor('billing'));
    const path = '/m/blue/iam/v1/apiclients';
    const { body } = await ask('POST', path, { name: 'nightly' });
    const made = api.clients().at(-1);
    const shown = {
      clientId: made?.id,
      name: 'nightly',
      grantType: 'client_credentials',
      parent: 'billing',
      createTime: made?.createTime,
    };
    expect(body).toEqual({ ...shown, clientSecret: made?.secret });

    const listed = await ask('GET', path);
    expect(envelopes(listed.body).at(-1)).toEqual({ result: { ...shown, clientSecret: '' } });
    expect(await ask('DELETE', `${path}/${made?.id}`)).toEqual({ status: 200, body: {} });
    expect(await ask('DELETE', `${path}/${made?.id}`)).toMatchObject({ status: 404 });
  });

  test('refuses with a google.rpc.Status', async () => {
    const ask = await callerWith(api, api.rootClient);
    const path = '/m/blue/iam/v1/apiclients';
    const status = (code: number) => ({ code, message: expect.any(String), details: [] });
    expect(await ask('POST', path, {})).toEqual({ status: 400, body: status(3) });
    expect(await ask('DELETE', `${path}/${api.subuserClient.id}`)).toEqual({ status: 404, body: status(5) });
    expect(await bearer(api, 'none')('GET', path)).toEqual({ status: 401, body: status(16) });
    const subuser = await callerWith(api, api.subuserClient);
    expect(await subuser('GET', '/m/blue/iam/v1/users')).toEqual({ status: 403, body: status(7) });
  });
});
