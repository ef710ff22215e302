import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandboxApi, type SandboxApi } from '../../../sandbox/api/start-api.js';
import { askToken, bearer, callerWith, envelopes, tokenFields, type Ask } from './api-caller.js';

let api: SandboxApi;
let ask: Ask;
beforeEach(async () => {
  api = await startSandboxApi();
  ask = await callerWith(api, api.rootClient);
});
afterEach(() => api.stop());

const list = () => ask('GET', '/m/u/users/clients/billing');
const create = () => ask('POST', '/m/u/users/client/billing', { name: 'nightly' });
const blueList = () => ask('GET', '/m/blue/iam/v1/apiclients');
const made = () => api.clients().filter(({ name }) => name === 'nightly').length;

describe('faults on demand', () => {
  test('happen to their operation and user only, as often as they say, in their order', async () => {
    api.fault({ operation: 'list', kind: 'status', status: 500, times: 1 });
    api.fault({ operation: 'list', kind: 'status', status: 503, user: 'analytics' });
    api.fault({ operation: 'list', kind: 'status', status: 502, times: 1 });
    const statuses = [(await list()).status, (await create()).status, (await list()).status];
    expect([...statuses, (await list()).status]).toEqual([500, 200, 502, 200]);
    expect((await ask('GET', '/m/u/users/clients/analytics')).status).toBe(503);

    api.clearFaults();
    expect((await ask('GET', '/m/u/users/clients/analytics')).status).toBe(200);
  });

  test('happen to the calls of one product, or of one caller where the path names nobody', async () => {
    const wave = api.clientFor('root@sandbox.example', 'wave');
    const askWave = await callerWith(api, wave, '/access_token');
    const askSubuser = await callerWith(api, api.subuserClient);
    api.fault({ product: 'wave', kind: 'status', status: 503 });
    const statuses = async (): Promise<readonly number[]> => [
      (await askWave('GET', '/m/u/users/clients/billing')).status,
      (await askToken(api, tokenFields(wave), '/access_token')).status,
      (await list()).status,
      (await askToken(api, tokenFields(api.rootClient))).status,
    ];
    expect(await statuses()).toEqual([503, 503, 200, 200]);
    api.clearFaults();
    expect(await statuses()).toEqual([200, 200, 200, 200]);

    api.fault({ user: 'analytics', kind: 'status', status: 500 });
    expect((await askSubuser('GET', '/m/blue/iam/v1/apiclients')).status).toBe(500);
    expect((await blueList()).status).toBe(200);
  });

  test('a status comes with headers and body, and with the act where that is asked for', async () => {
    const headers = { 'retry-after': '7' };
    api.fault({ operation: 'create', kind: 'status', status: 429, headers, body: 'slow down', times: 1 });
    expect(await create()).toEqual({ status: 429, body: 'slow down' });
    expect(made()).toBe(0);

    api.fault({ operation: 'create', kind: 'status', status: 504, acts: true });
    expect(await create()).toMatchObject({ status: 504 });
    expect(made()).toBe(1);
  });

  test('in Blue a status is a google.rpc.Status', async () => {
    api.fault({ operation: 'list', kind: 'status', status: 503 });
    expect(await blueList()).toMatchObject({ status: 503, body: { code: 14, details: [] } });
  });

  test('a lost answer leaves an API client behind, a lost request does not', async () => {
    api.fault({ operation: 'create', kind: 'drop-before', times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(made()).toBe(0);

    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(made()).toBe(1);
    expect(api.calls().filter(({ operation }) => operation === 'create')).toMatchObject([
      { status: undefined },
      { status: undefined },
    ]);
  });

  test('a call that hangs has acted or not, and never answers', async () => {
    api.fault({ operation: 'create', kind: 'hang', acts: true });
    const answer = await Promise.race([create().catch(() => 'ended'), pause(150)]);
    expect([answer, made()]).toEqual(['nothing', 1]);
  });

  test('a delay answers late, and acts even where the caller has gone', async () => {
    api.fault({ operation: 'create', kind: 'delay', ms: 100 });
    const before = performance.now();
    expect(await create()).toMatchObject({ status: 200 });
    expect(performance.now() - before).toBeGreaterThan(90);

    const gone = ask('POST', '/m/u/users/client/billing', { name: 'nightly' }, AbortSignal.timeout(30));
    await expect(gone).rejects.toThrow('timeout');
    await expect.poll(made).toBe(2);
  });

  test.for([
    ['html', expect.stringContaining('<!doctype html>')],
    ['truncated', expect.stringMatching(/^\{"client_id"[^}]*$/)],
    ['wrong-shape', { unexpected: ['shape'] }],
    ['empty', ''],
  ] as const)('nonsense (%s) comes with 200, after the act', async ([body, expected]) => {
    api.fault({ operation: 'create', kind: 'nonsense', body });
    expect(await create()).toEqual({ status: 200, body: expected });
    expect(made()).toBe(1);
  });

  test('a stream breaks after half of its lines; what is no stream does not', async () => {
    api.seed('root@sandbox.example', 8);
    api.fault({ operation: 'list', kind: 'stream-error' });
    const { status, body } = await blueList();
    expect([status, envelopes(body).length]).toEqual([200, 6]);
    expect(envelopes(body).at(-1)).toMatchObject({ error: { code: 13 } });
    expect(await list()).toEqual({ status: 200, body: [] });
  });
});

describe('from outside the process', () => {
  const outside = () => bearer(api, 'none');

  test('faults are set and cleared', async () => {
    const fault = { operation: 'list', kind: 'status', status: 500 };
    expect(await outside()('POST', '/sandbox/fault', fault)).toMatchObject({ status: 200 });
    expect(await list()).toMatchObject({ status: 500 });
    expect(await outside()('DELETE', '/sandbox/faults')).toMatchObject({ status: 200 });
    expect(await list()).toMatchObject({ status: 200 });
  });

  test('a fault that makes no sense is refused', async () => {
    expect(await outside()('POST', '/sandbox/fault', { kind: 'explode' })).toMatchObject({ status: 400 });
    expect(await outside()('GET', '/sandbox/elsewhere')).toMatchObject({ status: 404 });
  });

  test('API clients are seen without their secrets', async () => {
    const { body } = await outside()('GET', '/sandbox/clients');
    expect(body).toEqual(api.clients().map((client) => Object.assign({}, client, { secret: '••••' })));
  });

  test('the calls are seen in their order', async () => {
    await list();
    const { body } = await outside()('GET', '/sandbox/calls');
    expect(body).toMatchObject([
      { method: 'POST', path: '/ripple/access_token', operation: 'token', status: 200 },
      { method: 'GET', path: '/m/u/users/clients/billing', operation: 'list', status: 200 },
    ]);
  });
});

function pause(ms: number): Promise<'nothing'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('nothing'), ms);
  });
}
