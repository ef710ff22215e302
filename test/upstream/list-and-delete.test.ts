import { describe, expect, test } from 'vitest';
import {
  accessToken,
  connectTo,
  factsFrom,
  hurried,
  knowsTheCaller,
  root,
  someId,
  subuser,
  watched,
} from './connection.js';
import { type Script, hangsUp, inTurn, keepsSilent, says, scriptedServer } from './scripted-server.js';

const listPath = 'GET /service/m/u/users/clients/';
const deletePath = 'DELETE /service/m/u/users/client/';
const listed = {
  client_id: someId,
  client_secret: '',
  grant_type: 'client_credentials',
  create_time: '2020-06-27T11:26:46.257375295Z',
  user_id: 'id0001',
  name: 'nightly export',
};

async function listing(script: Script, runtime = hurried) {
  const server = await scriptedServer();
  knowsTheCaller(server);
  server.on(listPath, script);
  return {
    requests: () => server.requests(listPath),
    list: () => connectTo(server, 'legacy', runtime).clients.list(root),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

describe('listing', () => {
  test('asks for the plural, with the access token', async () => {
    await using there = await listing(says([]));
    expect(await there.list()).toEqual([]);
    expect(there.requests()).toMatchObject([
      { path: '/service/m/u/users/clients/root%40sandbox.example', authorization: `Bearer ${accessToken}` },
    ]);
  });

  test('gives what the API lists, fields that nobody documented aside', async () => {
    await using there = await listing(
      says([
        { ...listed, surprise: 1 },
        { client_id: 'x', create_time: 5 },
      ]),
    );
    expect(await there.list()).toEqual([
      { id: someId, name: 'nightly export', user: root, createdAt: Date.parse('2020-06-27T11:26:46.257Z') },
      { id: 'x', name: '', user: root, createdAt: undefined },
    ]);
  });

  test('takes null for no clients', async () => {
    await using there = await listing(says(null));
    expect(await there.list()).toEqual([]);
  });

  test.each([
    ['2020-06-27T11:26:46Z', '2020-06-27T11:26:46.000Z'],
    ['2020-06-27T11:26:46.2Z', '2020-06-27T11:26:46.200Z'],
    ['2020-06-27T20:26:46.999999999+09:00', '2020-06-27T11:26:46.999Z'],
    ['2020-13-27T11:26:46Z', undefined],
    ['yesterday', undefined],
    ['', undefined],
    [null, undefined],
  ])('reads the time %j as %s', async (create_time, iso) => {
    await using there = await listing(says([{ ...listed, create_time }]));
    const clients = await there.list();
    expect(clients.map(({ createdAt }) => createdAt)).toEqual([iso && Date.parse(iso)]);
  });

  test('takes ten thousand clients', async () => {
    const many = Array.from({ length: 10_000 }, (_, nth) => ({ ...listed, client_id: `ripple-${nth}` }));
    await using there = await listing(says(many));
    expect(await there.list()).toHaveLength(10_000);
  });

  test.each([
    { what: 'a text', script: says('welcome'), detail: 'the body: invalid_type' },
    {
      what: 'half a list',
      script: ((_, response) => void response.end('[{"client_id":')) satisfies Script,
      detail: 'not JSON',
    },
    { what: 'an object', script: says({ clients: [] }), detail: 'the body: invalid_type' },
    {
      what: 'a client without id',
      script: says([listed, { name: 'x' }]),
      detail: 'entry 2, client_id: invalid_type',
    },
    {
      what: 'a client with an id that could climb the path',
      script: says([{ ...listed, client_id: '../../admin' }]),
      detail: 'entry 1, client_id: invalid_format',
    },
    {
      what: 'a number for a name',
      script: says([{ ...listed, name: 7 }]),
      detail: 'entry 1, name: invalid_type',
    },
    { what: 'nothing for a client', script: says([null]), detail: 'entry 1, the body: invalid_type' },
    {
      what: 'more than 32 MiB',
      script: ((_, response) => void response.end(`["${'x'.repeat(33 * 1024 * 1024)}"]`)) satisfies Script,
      detail: 'longer than 32 MiB',
    },
  ])('calls $what nonsense, by place and not by value', async ({ script, detail }) => {
    await using there = await listing(script, { ...hurried, sleep: () => new Promise(() => {}) });
    // The only sleep here is the deadline, and the rate limit lets the first call go.
    expect(await factsFrom(there.list())).toEqual({ kind: 'api-malformed', operation: 'list', detail });
    expect(there.requests()).toHaveLength(1);
  });

  test('is repeated over 429, 5xx and lost connections', async () => {
    await using there = await listing(inTurn(says({}, 429), says({}, 502), hangsUp, says([listed])));
    expect(await there.list()).toHaveLength(1);
    expect(there.requests()).toHaveLength(4);
  });

  test('pauses longer each time, and as long as the API asks', async () => {
    const { runtime, pauses } = watched();
    await using there = await listing(
      inTurn(says({}, 500), says({}, 500), says({}, 429, { 'retry-after': '3' }), says([])),
      runtime,
    );
    await there.list();
    const deadlinesAndSpacing = new Set([10_000, 12.5]);
    expect(pauses.filter((ms) => !deadlinesAndSpacing.has(ms) && ms < 19_000)).toEqual([375, 750, 3250]);
  });

  test('gives up at once when the API asks for longer than a person waits, and says how long', async () => {
    await using there = await listing(says({}, 429, { 'retry-after': '11' }));
    expect(await factsFrom(there.list())).toEqual({
      kind: 'api-rate-limited',
      operation: 'list',
      retryAfterSeconds: 11,
    });
    expect(there.requests()).toHaveLength(1);
  });

  test('ends after four attempts', async () => {
    await using there = await listing(says({}, 503));
    expect(await factsFrom(there.list())).toEqual({ kind: 'api-failed', operation: 'list', status: 503 });
    expect(there.requests()).toHaveLength(4);
  });

  test('ends after twenty-five seconds, whatever the attempts', async () => {
    let now = 0;
    await using there = await listing(
      (_, response) => {
        now += 13_000;
        response.writeHead(500).end();
      },
      { ...hurried, now: () => now },
    );
    await factsFrom(there.list());
    expect(there.requests()).toHaveLength(2);
  });

  test('is not repeated after a timeout, nor after a refusal', async () => {
    await using silent = await listing(keepsSilent);
    expect(await factsFrom(silent.list())).toEqual({ kind: 'api-timeout', operation: 'list', seconds: 20 });
    expect(silent.requests()).toHaveLength(1);
    await using refusing = await listing(says({}, 403));
    expect(await factsFrom(refusing.list())).toEqual({ kind: 'api-forbidden', operation: 'list' });
    expect(refusing.requests()).toHaveLength(1);
  });

  test('by many at once renews a refused access token once', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', (_, response, nth) => {
      response.end(JSON.stringify({ access_token: `token-${nth}`, expires_in: 600 }));
    });
    server.on(listPath, (request, response, nth) => {
      says([], request.authorization === 'Bearer token-2' ? 200 : 401)(request, response, nth);
    });
    const { clients } = connectTo(server);
    await Promise.all(Array.from({ length: 20 }, () => clients.list(root)));
    expect(server.requests('POST /access_token')).toHaveLength(2);
  });
});

describe('deleting', () => {
  async function deleting(script: Script) {
    const server = await scriptedServer();
    knowsTheCaller(server);
    server.on(deletePath, script);
    return {
      requests: () => server.requests(deletePath).map(({ path }) => path),
      delete: () => connectTo(server).clients.delete(subuser, someId),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  }
  const gone = says({ message: 'not found' }, 404);
  const path = '/service/m/u/users/client/dev.team_1/ripple-abcdef123456';

  test('says that it deleted', async () => {
    await using there = await deleting(says({ status: 'success' }));
    expect(await there.delete()).toBe('deleted');
    expect(there.requests()).toEqual([path]);
  });

  test('finds it absent when the API does not know it', async () => {
    await using there = await deleting(gone);
    expect(await there.delete()).toBe('absent');
  });

  test('is repeated, and content when the lost attempt had done it', async () => {
    await using there = await deleting(inTurn(hangsUp, says({}, 500), gone));
    expect(await there.delete()).toBe('deleted');
    expect(there.requests()).toEqual([path, path, path]);
  });

  test.each([403, 429])('may have happened where %i follows an attempt without an answer', async (status) => {
    await using there = await deleting(inTurn(says({}, 500), says({}, status)));
    expect(await factsFrom(there.delete())).toEqual({
      kind: 'api-failed',
      operation: 'delete',
      status: 500,
    });
  });

  test.each([403, 404])(
    'may have happened where the token endpoint answers %i after an attempt without an answer',
    async (status) => {
      await using server = await scriptedServer();
      const token = { access_token: accessToken, expires_in: 86_400, token_type: 'Bearer' };
      server.on('POST /access_token', inTurn(says(token), says({}, status)));
      server.on(deletePath, inTurn(says({}, 500), says({}, 401)));
      expect(await factsFrom(connectTo(server).clients.delete(subuser, someId))).toEqual({
        kind: 'api-failed',
        operation: 'delete',
        status: 500,
      });
    },
  );

  test('is not believed when the API says something else than success', async () => {
    await using there = await deleting(says({ status: 'pending' }));
    expect(await factsFrom(there.delete())).toEqual({
      kind: 'api-malformed',
      operation: 'delete',
      detail: 'status: invalid_value',
    });
  });
});
