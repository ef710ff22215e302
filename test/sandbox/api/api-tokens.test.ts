import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SandboxApi } from '../../../sandbox/api/start-api.js';
import { askToken, bearer, callerWith, grantFor, started, stopStarted, tokenFields } from './api-caller.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await started();
});
afterEach(stopStarted);

describe('access tokens', () => {
  test('an API client obtains one with the fields that are documented', async () => {
    expect(await grantFor(api, api.rootClient)).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
  });

  test('a urlencoded form is as good as a multipart one', async () => {
    const body = new URLSearchParams(tokenFields(api.rootClient));
    expect(await fetch(`${api.origin}/ripple/access_token`, { method: 'POST', body })).toMatchObject({
      status: 200,
    });
  });

  test('the password grant makes a token of the user who typed the password', async () => {
    const fields = { ...tokenFields(api.rootClient), grant_type: 'password', username: 'billing' };
    const { body } = await askToken(api, { ...fields, password: api.userPassword });
    const token = String(Reflect.get(Object(body), 'access_token'));
    expect(await bearer(api, token)('GET', '/m/blue/iam/v1/whoami')).toMatchObject({
      body: { id: 'billing', parent: 'root@sandbox.example' },
    });
    expect(await askToken(api, { ...fields, password: 'wrong' })).toMatchObject({ status: 401 });
  });

  test.for([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown API client', { client_id: 'ripple-000000000000' }, 401, 'invalid_client'],
    ['another grant', { grant_type: 'authorization_code' }, 400, 'invalid_request'],
    ['another scope', { scope: 'everything' }, 400, 'invalid_request'],
  ] as const)('%s obtains none', async ([, wrong, status, error]) => {
    expect(await askToken(api, { ...tokenFields(api.rootClient), ...wrong })).toMatchObject({
      status,
      body: { error },
    });
  });

  test('a body that is no form obtains none', async () => {
    const answer = await fetch(`${api.origin}/ripple/access_token`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(400);
  });

  test('an expired, forged, revoked or missing one is refused', async () => {
    let now = Date.now();
    const api = await started({ now: () => now, tokenLifetimeSeconds: 60 });
    const { access_token, id_token, refresh_token } = await grantFor(api, api.rootClient);
    const statusOf = async (token: string) => (await bearer(api, token)('GET', '/m/u/users')).status;

    expect(await statusOf(access_token)).toBe(200);
    for (const token of [id_token, refresh_token, 'nonsense', access_token.replace(/\.[^.]*$/, '.AAAA')]) {
      expect(await statusOf(token)).toBe(401);
    }
    expect((await fetch(`${api.origin}/m/u/users`)).status).toBe(401);

    now += 61_000;
    expect(await statusOf(access_token)).toBe(401);
    const fresh = await grantFor(api, api.rootClient);
    api.revokeTokens();
    expect(await statusOf(fresh.access_token)).toBe(401);
  });

  test('a token of Wave reaches what belongs to Wave and nothing of Ripple', async () => {
    const wave = api.clientFor('root@sandbox.example', 'wave');
    expect(await askToken(api, tokenFields(wave))).toMatchObject({ status: 401 });

    const ask = await callerWith(api, wave, '/access_token');
    expect(await ask('GET', `/m/u/users/clients/root%40sandbox.example`)).toMatchObject({
      body: [{ client_id: wave.id }],
    });
    expect(
      await ask('DELETE', `/m/u/users/client/root%40sandbox.example/${api.rootClient.id}`),
    ).toMatchObject({
      status: 404,
    });
  });
});
