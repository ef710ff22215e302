import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import { AlphausUserName, ClientName } from '../../src/core/model/api-client.js';
import type { Product } from '../../src/core/model/product.js';
import { userNamed } from '../../src/core/connection/connection.js';
import { Problem } from '../../src/core/problem.js';
import { Secret } from '../../src/core/model/secret.js';
import { connectAlphaus } from '../../src/upstream/alphaus.js';
import { severalProducts } from '../../src/upstream/several-products.js';
import { factsFrom, hurried } from './connection.js';

const rippleRoot = 'root@ripple.example';
const waveRoot = 'root@wave.example';
const name = ClientName.parse('nightly-export');
const user = (text: string): AlphausUserName => AlphausUserName.parse(text);

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi({
    accounts: [
      { root: rippleRoot, subusers: ['billing'] },
      { root: waveRoot, subusers: ['analytics'] },
    ],
  });
});
afterEach(() => api.stop());

function account(product: Product, root: string) {
  const { id, secret } = api.clientFor(root, product);
  const path = product === 'wave' ? '/access_token' : '/ripple/access_token';
  const alphaus = connectAlphaus({
    flavour: 'legacy',
    clientId: id,
    clientSecret: new Secret(secret),
    tokenUrl: `${api.loginUrl}${path}`,
    serviceUrl: api.serviceUrl,
    blueUrl: api.blueUrl,
    ...hurried,
  });
  return { product, alphaus };
}

test('a workspace with both products has the users of both, the default product’s first, Wave’s marked', async () => {
  const both = severalProducts([account('wave', waveRoot), account('ripple', rippleRoot)]);
  const { users, away } = await both.users();
  expect(users.map((one) => one.name)).toEqual([`wave:${waveRoot}`, 'wave:analytics', rippleRoot, 'billing']);
  expect(away).toEqual([]);
  expect([...both.ownClientIds]).toEqual([
    api.clientFor(waveRoot, 'wave').id,
    api.clientFor(rippleRoot, 'ripple').id,
  ]);
  expect(both.clientIdOf(user('wave:analytics'))).toBe(api.clientFor(waveRoot, 'wave').id);
  expect(both.clientIdOf(user('billing'))).toBe(api.clientFor(rippleRoot, 'ripple').id);
  expect(both.tokenUrlOf(user('billing'))).toBe(`${api.loginUrl}/ripple/access_token`);
  expect(both.tokenUrlOf(user('wave:analytics'))).toBe(`${api.loginUrl}/access_token`);
});

test('a client is made, listed and deleted with the account of its user’s product', async () => {
  const both = severalProducts([account('ripple', rippleRoot), account('wave', waveRoot)]);
  const made = await both.clients.create(user('wave:analytics'), name);
  if (made.kind !== 'created') throw new Error('it was not made');
  expect(made.client.user).toBe('wave:analytics');
  const inApi = api.clients().find(({ id }) => id === made.client.id);
  expect({ product: inApi?.product, user: inApi?.user }).toEqual({ product: 'wave', user: 'analytics' });
  expect((await both.clients.list(user('wave:analytics'))).map((client) => [client.id, client.user])).toEqual(
    [[made.client.id, 'wave:analytics']],
  );
  expect(await both.clients.delete(user('wave:analytics'), made.client.id)).toBe('deleted');
});

test('a user of a product that is not connected is unknown, and nothing is sent', async () => {
  const onlyRipple = severalProducts([account('ripple', rippleRoot)]);
  expect(await factsFrom(onlyRipple.clients.list(user('wave:analytics')))).toEqual({
    kind: 'alphaus-user-unknown',
    user: 'wave:analytics',
  });
  expect(onlyRipple.clientIdOf(user('wave:analytics'))).toBeUndefined();
  expect(api.calls()).toEqual([]);
});

test('a name without its product is the default product’s, else the other’s', () => {
  const users = ['wave:shared', 'wave:analytics', 'shared', 'billing'].map((one) => ({
    name: user(one),
    kind: 'subuser' as const,
  }));
  const named = (typed: string) => userNamed({ users, away: [] }, typed);
  expect(named('shared')).toBe('wave:shared');
  expect(named('ripple:shared')).toBe('shared');
  expect(named('wave:shared')).toBe('wave:shared');
  expect(named('Analytics')).toBe('wave:analytics');
  expect(named('billing')).toBe('billing');
  expect(named('nobody')).toBeUndefined();
});

test('one product’s answer is there while the other is away, and a person who needs the other hears why', async () => {
  const both = severalProducts([account('ripple', rippleRoot), account('wave', waveRoot)]);
  api.fault({ operation: 'token', product: 'wave', kind: 'status', status: 503, times: 50 });
  const told = await both.users();
  expect(told.users.map((one) => one.name)).toEqual([rippleRoot, 'billing']);
  expect(
    told.away.map(({ product, isDefault, problem }) => [product, isDefault, problem.facts.kind]),
  ).toEqual([['wave', false, 'api-failed']]);
  expect((await both.usersBeside(user('billing'))).map((one) => one.name)).toEqual([rippleRoot, 'billing']);
  expect(await factsFrom(both.usersBeside(user('wave:analytics')))).toMatchObject({ kind: 'api-failed' });
  api.fault({ operation: 'token', product: 'ripple', kind: 'status', status: 401, times: 50 });
  const fresh = severalProducts([account('ripple', rippleRoot), account('wave', waveRoot)]);
  expect(await factsFrom(fresh.users())).toMatchObject({ kind: 'api-credentials-refused' });
});

test.each([
  // What is typed, which product is away and whether it is the default, and what is meant.
  ['billing', 'wave', false, 'billing'],
  ['billing', 'wave', true, 'nobody knows'],
  ['ripple:billing', 'wave', true, 'billing'],
  ['nobody', 'wave', false, 'nobody knows'],
  ['ripple:nobody', 'wave', false, undefined],
  ['wave:analytics', 'wave', false, 'nobody knows'],
] as const)(
  'a name that may be of a product that is away is not guessed: %s, %s',
  (typed, product, isDefault, meant) => {
    const away = [
      { product, isDefault, problem: new Problem({ kind: 'api-unreachable', operation: 'users' }) },
    ];
    const users = [{ name: user('billing'), kind: 'subuser' as const }];
    const named = () => userNamed({ users, away }, typed);
    if (meant === 'nobody knows') expect(named).toThrow('product-away');
    else expect(named()).toBe(meant);
  },
);
