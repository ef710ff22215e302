import { describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../src/core/model/api-client.js';
import {
  connectTo,
  factsFrom,
  hurried,
  knowsTheCaller,
  nightly,
  root,
  someId,
  subuser,
  watched,
} from './connection.js';
import { type Script, hangsUp, inTurn, keepsSilent, says, scriptedServer } from './scripted-server.js';

const legacyAnswer = {
  client_id: someId,
  client_secret: ' s3cr&t"<>😀 ',
  grant_type: 'client_credentials',
  create_time: '2020-06-27T11:26:46.257375295Z',
  user_id: 'id0001',
  username: root,
  name: nightly,
};
const blueAnswer = {
  clientId: someId,
  clientSecret: legacyAnswer.client_secret,
  name: nightly,
  grantType: 'client_credentials',
  parent: 'id0001',
  createTime: legacyAnswer.create_time,
};

const flavours = [
  { flavour: 'legacy', path: 'POST /service/m/u/users/client/', answer: legacyAnswer },
  { flavour: 'blue', path: 'POST /blue/iam/v1/apiclients', answer: blueAnswer },
] as const;

describe.each(flavours)('creating through the $flavour API', ({ flavour, path, answer }) => {
  async function creatingAgainst(script: Script) {
    const server = await scriptedServer();
    knowsTheCaller(server);
    server.on(path, script);
    const { runtime, events } = watched();
    return {
      server,
      events,
      alphaus: connectTo(server, flavour, runtime),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  }

  test('gives the client with its secret, character for character', async () => {
    await using there = await creatingAgainst(says(answer));
    const outcome = await there.alphaus.clients.create(root, nightly);
    expect(outcome).toMatchObject({
      kind: 'created',
      client: { id: someId, name: nightly, user: root, createdAt: Date.parse('2020-06-27T11:26:46.257Z') },
    });
    expect(outcome.kind === 'created' && outcome.client.secret.reveal()).toBe(' s3cr&t"<>😀 ');
    const [request] = there.server.requests(path);
    expect(request).toMatchObject({ contentType: 'application/json', body: '{"name":"nightly export"}' });
  });

  test('still gives the client when only its time cannot be read', async () => {
    await using there = await creatingAgainst(says({ ...answer, create_time: 'soon', createTime: 'soon' }));
    expect(await there.alphaus.clients.create(root, nightly)).toMatchObject({
      kind: 'created',
      client: { id: someId, createdAt: undefined },
    });
  });

  const lost: readonly { readonly what: string; readonly script: Script }[] = [
    { what: 'is a 500', script: says({ message: 'no' }, 500) },
    { what: 'is a 503 that asks to come again', script: says({}, 503, { 'retry-after': '1' }) },
    { what: 'never comes', script: keepsSilent },
    { what: 'is a closed connection', script: hangsUp },
    {
      what: 'is a reset connection',
      script: (_, response) => {
        response.socket?.resetAndDestroy();
      },
    },
    {
      what: 'breaks off in the middle',
      script: (_, response) => {
        response.writeHead(200, { 'content-length': '500' }).write('{"client_id":"ripple-');
        setTimeout(() => response.destroy(), 5);
      },
    },
    {
      what: 'starts and then stalls',
      script: (_, response) => {
        response.writeHead(200).write('{"client_id":"ripple-');
      },
    },
    { what: 'is a page', script: (_, response) => void response.end('<html>welcome</html>') },
    { what: 'is empty', script: (_, response) => void response.end() },
    { what: 'is not UTF-8', script: (_, response) => void response.end(Buffer.from([0x22, 0xff, 0x22])) },
    { what: 'has no secret', script: says({ ...answer, client_secret: '', clientSecret: '' }) },
    {
      what: 'has an id that no client has',
      script: says({ ...answer, client_id: '../x', clientId: '../x' }),
    },
    { what: 'is null', script: says(null) },
    { what: 'points elsewhere', script: says({}, 302, { location: '/elsewhere' }) },
  ];

  test.each(lost)('is sent once, and ambiguous, when the answer $what', async ({ script }) => {
    await using there = await creatingAgainst(script);
    const before = Date.now();
    const outcome = await there.alphaus.clients.create(root, nightly);
    if (outcome.kind !== 'ambiguous') throw new Error(outcome.kind);
    expect(there.server.requests(path)).toHaveLength(1);
    expect(outcome.sentAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(outcome.gaveUpAt.getTime()).toBeGreaterThanOrEqual(outcome.sentAt.getTime());
    expect(outcome.gaveUpAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test.each([
    [400, { kind: 'api-refused', operation: 'create', status: 400 }],
    [403, { kind: 'api-forbidden', operation: 'create' }],
    [404, { kind: 'api-not-found', operation: 'create' }],
    [409, { kind: 'api-refused', operation: 'create', status: 409 }],
    [429, { kind: 'api-rate-limited', operation: 'create', retryAfterSeconds: 7 }],
  ])('is certainly refused, after one sending, by %i', async (status, facts) => {
    await using there = await creatingAgainst(says({ message: 'no' }, status, { 'retry-after': '7' }));
    expect(await factsFrom(there.alphaus.clients.create(root, nightly))).toEqual(facts);
    expect(there.server.requests(path)).toHaveLength(1);
  });

  test('renews a refused access token once and goes on', async () => {
    await using there = await creatingAgainst(inTurn(says({}, 401), says(answer)));
    there.server.on('POST /access_token', (_, response, nth) => {
      response.end(JSON.stringify({ access_token: `token-${nth}`, expires_in: 600 }));
    });
    expect(await there.alphaus.clients.create(root, nightly)).toMatchObject({ kind: 'created' });
    expect(there.server.requests(path).map(({ authorization }) => authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('ends in refused credentials when the renewed token is refused too', async () => {
    await using there = await creatingAgainst(says({}, 401));
    expect(await factsFrom(there.alphaus.clients.create(root, nightly))).toEqual({
      kind: 'api-credentials-refused',
      operation: 'create',
    });
    expect(there.server.requests(path)).toHaveLength(2);
    expect(there.server.requests('POST /access_token')).toHaveLength(2);
  });

  test('is not sent without an access token', async () => {
    await using there = await creatingAgainst(says(answer));
    there.server.on('POST /access_token', says({}, 401));
    expect(await factsFrom(there.alphaus.clients.create(root, nightly))).toEqual({
      kind: 'api-credentials-refused',
      operation: 'token',
    });
    expect(there.server.requests(path)).toEqual([]);
  });
});

describe('creating while the API cannot be connected to', () => {
  test('is a certain failure when the connection is refused', async () => {
    await using server = await scriptedServer();
    const gone = await scriptedServer();
    await gone[Symbol.asyncDispose]();
    knowsTheCaller(server);
    const { clients } = connectTo(server, 'legacy', hurried, gone.url);
    expect(await factsFrom(clients.create(root, nightly))).toEqual({
      kind: 'api-unreachable',
      operation: 'create',
    });
  });

  const failingWith = (reason: Error): typeof fetch => {
    return (url, init) =>
      init?.body === '{"name":"nightly export"}'
        ? Promise.reject(new TypeError('fetch failed', { cause: reason }))
        : fetch(url, init);
  };

  test.each([
    { code: 'ENOTFOUND', syscall: 'getaddrinfo' },
    { code: 'EAI_AGAIN', syscall: 'getaddrinfo' },
    { code: 'ECONNRESET', syscall: 'connect' },
    { code: 'ENETUNREACH', syscall: 'connect' },
    { code: 'UND_ERR_CONNECT_TIMEOUT' },
    { code: 'CERT_HAS_EXPIRED' },
  ])('is a certain failure over $code at $syscall', async (reason) => {
    await using server = await scriptedServer();
    knowsTheCaller(server);
    const fetch = failingWith(Object.assign(new Error('no'), reason));
    const { clients } = connectTo(server, 'legacy', { ...hurried, fetch });
    expect(await factsFrom(clients.create(root, nightly))).toMatchObject({ kind: 'api-unreachable' });
  });

  test.each([
    { code: 'ECONNRESET', syscall: 'read' },
    { code: 'EPIPE', syscall: 'write' },
    { code: 'UND_ERR_SOCKET' },
    { code: 'UND_ERR_HEADERS_TIMEOUT' },
    {},
  ])('is ambiguous over $code at $syscall, when the request may have left', async (reason) => {
    await using server = await scriptedServer();
    knowsTheCaller(server);
    const fetch = failingWith(Object.assign(new Error('no'), reason));
    const { clients } = connectTo(server, 'legacy', { ...hurried, fetch });
    expect(await clients.create(root, nightly)).toMatchObject({ kind: 'ambiguous' });
  });
});

describe('the user in the path', () => {
  test.each([
    [root, '/service/m/u/users/client/root%40sandbox.example'],
    [subuser, '/service/m/u/users/client/dev.team_1'],
    [
      AlphausUserName.parse('a/../b?c#d%2e 日'),
      '/service/m/u/users/client/a%2F..%2Fb%3Fc%23d%252e%20%E6%97%A5',
    ],
  ])('%s is one segment', async (user, path) => {
    await using server = await scriptedServer();
    knowsTheCaller(server);
    server.on('POST /service', says(legacyAnswer));
    await connectTo(server).clients.create(user, nightly);
    expect(server.requests('POST /service').map((request) => request.path)).toEqual([path]);
  });

  test.each(['.', '..', '...', '\ud800'])('%j is never sent', async (name) => {
    await using server = await scriptedServer();
    knowsTheCaller(server);
    const user = AlphausUserName.parse(name);
    const { clients } = connectTo(server);
    expect(await factsFrom(clients.create(user, nightly))).toEqual({
      kind: 'api-not-found',
      operation: 'create',
    });
    expect(await factsFrom(clients.list(user))).toEqual({ kind: 'api-not-found', operation: 'list' });
    expect(await factsFrom(clients.delete(user, someId))).toEqual({
      kind: 'api-not-found',
      operation: 'delete',
    });
    expect(server.seen).toEqual([]);
  });

  test('must be the caller through Blue, which always acts on the caller', async () => {
    await using server = await scriptedServer();
    knowsTheCaller(server);
    const { clients } = connectTo(server, 'blue');
    expect(await factsFrom(clients.create(subuser, nightly))).toEqual({
      kind: 'api-not-found',
      operation: 'create',
    });
    expect(await factsFrom(clients.list(subuser))).toEqual({ kind: 'api-not-found', operation: 'list' });
    expect(await factsFrom(clients.delete(subuser, someId))).toEqual({
      kind: 'api-not-found',
      operation: 'delete',
    });
    expect(server.requests('').filter(({ path }) => path.includes('apiclients'))).toEqual([]);
  });
});
