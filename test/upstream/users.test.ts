import { describe, expect, test } from 'vitest';
import { connectTo, factsFrom, hurried, knowsTheCaller } from './connection.js';
import { type Script, hangsUp, says, scriptedServer } from './scripted-server.js';

const whoAmIPath = 'GET /blue/iam/v1/whoami';
const usersPath = 'GET /service/m/u/users';
const rootUser = { name: 'root@sandbox.example', kind: 'root' };
const subusers = says([
  { username: 'dev', msp_user: 1, nickname: '' },
  { username: 'ops', email: 'ops@x.example' },
]);

async function connection(whoAmI: Script, users: Script, flavour: 'legacy' | 'blue' = 'legacy') {
  const server = await scriptedServer();
  knowsTheCaller(server);
  server.on(whoAmIPath, whoAmI);
  server.on(usersPath, users);
  return {
    server,
    alphaus: connectTo(server, flavour),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const me = says({ id: 'root@sandbox.example', metadata: {} });

describe('the users of the account', () => {
  test('are the caller, then its subusers', async () => {
    await using there = await connection(me, subusers);
    expect(await there.alphaus.users()).toEqual([
      rootUser,
      { name: 'dev', kind: 'subuser' },
      { name: 'ops', kind: 'subuser' },
    ]);
  });

  test('are each named once', async () => {
    await using there = await connection(
      me,
      says([{ username: 'dev' }, { username: 'root@sandbox.example' }, { username: 'dev' }]),
    );
    expect(await there.alphaus.users()).toEqual([rootUser, { name: 'dev', kind: 'subuser' }]);
  });

  test('are just the caller for a subuser, who may not list', async () => {
    await using there = await connection(says({ id: 'dev', parent: 'root' }), says({}, 403));
    expect(await there.alphaus.users()).toEqual([{ name: 'dev', kind: 'subuser' }]);
  });

  test('are just the caller through Blue, which knows no other', async () => {
    await using there = await connection(me, subusers, 'blue');
    expect(await there.alphaus.users()).toEqual([{ ...rootUser, alone: true }]);
    expect(there.server.requests(usersPath)).toEqual([]);
  });

  test.each([403, 404])('are the subusers alone when Blue answers who I am with %i', async (status) => {
    await using there = await connection(says({}, status), subusers);
    expect(await there.alphaus.users()).toEqual([
      { name: 'dev', kind: 'subuser' },
      { name: 'ops', kind: 'subuser' },
    ]);
  });

  test('are unknown when neither the caller nor the subusers are told', async () => {
    await using there = await connection(says({}, 403), says({}, 403));
    expect(await factsFrom(there.alphaus.users())).toEqual({ kind: 'api-forbidden', operation: 'whoami' });
  });

  test('are unknown, not fewer, when one of the two calls fails', async () => {
    await using broken = await connection(me, says({}, 500));
    expect(await factsFrom(broken.alphaus.users())).toEqual({
      kind: 'api-failed',
      operation: 'users',
      status: 500,
    });
    await using lost = await connection(hangsUp, subusers);
    expect(await factsFrom(lost.alphaus.users())).toEqual({ kind: 'api-unreachable', operation: 'whoami' });
  });

  test.each([[[{ nickname: 'x' }]], [[{ username: '' }]], [{ username: 'x' }]])(
    'are not made of %j',
    async (answer) => {
      await using there = await connection(me, says(answer));
      expect(await factsFrom(there.alphaus.users())).toMatchObject({
        kind: 'api-malformed',
        operation: 'users',
      });
    },
  );

  test('are asked for once by many, and again after a minute', async () => {
    await using server = await scriptedServer();
    knowsTheCaller(server);
    server.on(usersPath, subusers);
    let now = 0;
    const alphaus = connectTo(server, 'legacy', { ...hurried, now: () => now });
    await Promise.all(Array.from({ length: 20 }, () => alphaus.users()));
    now = 59_999;
    await alphaus.users();
    expect(server.requests(usersPath)).toHaveLength(1);
    now = 60_000;
    await alphaus.users();
    expect(server.requests(usersPath)).toHaveLength(2);
  });
});

describe('the name of the caller in a path', () => {
  test.each([
    { id: 'me@x.example', metadata: { email: 'other@x.example' }, name: 'me@x.example' },
    { id: 'u-1', metadata: { email: 'me@x.example' }, name: 'me@x.example' },
    { id: 'u-1', parent: null, metadata: { 'billing/Email': 'me@x.example' }, name: 'me@x.example' },
    { id: 'u-1', metadata: { email: 'none', contactemail: 'me@x.example' }, name: 'me@x.example' },
    { id: 'u-1', metadata: { email: 5, emails: 'me@x.example' }, name: 'u-1' },
    { id: 'u-1', metadata: null, name: 'u-1' },
    { id: 'u-1', name: 'u-1' },
    { id: 'u-2', parent: 'u-1', metadata: { username: 'dev', email: 'dev@x.example' }, name: 'dev' },
    { id: 'u-2', parent: 'u-1', metadata: { username: '' }, name: 'u-2' },
    { id: 'u-2', parent: 'u-1', name: 'u-2' },
  ])('of $id, parent $parent, with $metadata, is $name', async ({ name, ...answer }) => {
    await using there = await connection(says(answer), says([]), 'blue');
    const kind = 'parent' in answer && answer.parent ? 'subuser' : 'root';
    expect(await there.alphaus.users()).toEqual([{ name, kind, alone: true }]);
  });
});
