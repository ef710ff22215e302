import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/model/secret.js';
import { AccessTokens, tryCredentials } from '../../src/upstream/access-tokens.js';
import type { HttpRuntime } from '../../src/upstream/http.js';
import { accessToken, clientSecret, factsFrom, hurried, watched } from './connection.js';
import {
  type ScriptedServer,
  hangsUp,
  inTurn,
  keepsSilent,
  says,
  scriptedServer,
} from './scripted-server.js';

function credentials(server: ScriptedServer) {
  return {
    tokenUrl: `${server.url}/access_token`,
    clientId: 'ripple-own',
    clientSecret: new Secret(clientSecret),
  };
}

function tokens(server: ScriptedServer, runtime: HttpRuntime = hurried): AccessTokens {
  return new AccessTokens(runtime, credentials(server));
}

const granted = (token: string, seconds = 86_400) => says({ access_token: token, expires_in: seconds });

describe('the access token', () => {
  test('is asked for with the fields that the token endpoint wants', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', granted(accessToken));
    expect((await tokens(server).get()).reveal()).toBe(accessToken);
    const [request] = server.seen;
    const form = await new Response(request?.body, {
      headers: { 'content-type': request?.contentType ?? '' },
    }).formData();
    expect(request?.contentType).toMatch(/^multipart\/form-data;/);
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'ripple-own',
      client_secret: clientSecret,
      scope: 'openid',
    });
  });

  test('is asked for once by fifty callers at the same time', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', granted(accessToken));
    const shared = tokens(server);
    const got = await Promise.all(Array.from({ length: 50 }, () => shared.get()));
    expect(new Set(got.map((token) => token.reveal()))).toEqual(new Set([accessToken]));
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    { lifetime: 86_400, keptFor: 86_340 },
    { lifetime: 100, keptFor: 90 },
  ])('of $lifetime s is kept for $keptFor s', async ({ lifetime, keptFor }) => {
    await using server = await scriptedServer();
    server.on('POST /access_token', inTurn(granted('first', lifetime), granted('second', lifetime)));
    let now = 1_000_000;
    const shared = tokens(server, { ...hurried, now: () => now });
    await shared.get();
    now += keptFor * 1000 - 1;
    expect((await shared.get()).reveal()).toBe('first');
    now += 1;
    expect((await shared.get()).reveal()).toBe('second');
  });

  test('is fetched again when the clock was set back, because its age is unknown then', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', inTurn(granted('first'), granted('second')));
    let now = 1_000_000;
    const shared = tokens(server, { ...hurried, now: () => now });
    await shared.get();
    now -= 1;
    expect((await shared.get()).reveal()).toBe('second');
  });

  test('that many callers report as refused is renewed once', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', inTurn(granted('first'), granted('second')));
    const shared = tokens(server);
    const refused = await shared.get();
    const renewed = await Promise.all(
      Array.from({ length: 20 }, async () => {
        shared.invalidate(refused);
        return (await shared.get()).reveal();
      }),
    );
    expect(new Set(renewed)).toEqual(new Set(['second']));
    shared.invalidate(refused);
    expect((await shared.get()).reveal()).toBe('second');
    expect(server.seen).toHaveLength(2);
  });

  test('is asked for again after a failure: the failure is not kept', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', inTurn(says({}, 401), granted(accessToken)));
    const shared = tokens(server);
    expect(await factsFrom(shared.get())).toEqual({ kind: 'api-credentials-refused', operation: 'token' });
    expect((await shared.get()).reveal()).toBe(accessToken);
  });

  test('is asked for again where the endpoint is merely busy, broken or gone for a moment', async () => {
    await using server = await scriptedServer();
    const { runtime, events } = watched();
    server.on('POST /access_token', inTurn(says({}, 503), hangsUp, says({}, 429), granted(accessToken)));
    expect((await tokens(server, runtime).get()).reveal()).toBe(accessToken);
    expect(
      events.map(({ operation, attempt, status, problem }) => ({ operation, attempt, status, problem })),
    ).toEqual([
      { operation: 'token', attempt: 1, status: 503, problem: 'api-failed' },
      { operation: 'token', attempt: 2, status: undefined, problem: 'api-unreachable' },
      { operation: 'token', attempt: 3, status: 429, problem: 'api-rate-limited' },
      { operation: 'token', attempt: 4, status: 200, problem: undefined },
    ]);
  });

  test.each([
    { what: 'no token', answer: { token_type: 'Bearer' }, detail: 'access_token: invalid_type' },
    {
      what: 'a token that cannot stand in a header',
      answer: { access_token: 'a\nb' },
      detail: 'access_token: invalid_format',
    },
    { what: 'a list', answer: [], detail: 'the body: invalid_type' },
  ])('is not made of $what', async ({ answer, detail }) => {
    await using server = await scriptedServer();
    server.on('POST /access_token', says(answer));
    expect(await factsFrom(tokens(server).get())).toEqual({
      kind: 'api-malformed',
      operation: 'token',
      detail,
    });
  });

  test('is waited for ten seconds at most', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', keepsSilent);
    expect(await factsFrom(tokens(server).get())).toEqual({
      kind: 'api-timeout',
      operation: 'token',
      seconds: 10,
    });
    expect(server.seen).toHaveLength(1);
  });
});

describe('credentials that are tried', () => {
  test('are accepted, and cost one call', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', granted(accessToken));
    expect(await tryCredentials(hurried, credentials(server))).toBe('accepted');
    expect(server.seen).toHaveLength(1);
  });

  test.each([400, 401, 403])('and answered %i are refused', async (status) => {
    await using server = await scriptedServer();
    server.on('POST /access_token', says({ error: 'invalid_client' }, status));
    expect(await tryCredentials(hurried, credentials(server))).toBe('refused');
    expect(server.seen).toHaveLength(1);
  });

  test.each([404, 405, 429, 500, 503])(
    'and answered %i stay untried, and are not tried again',
    async (status) => {
      await using server = await scriptedServer();
      server.on('POST /access_token', says({}, status));
      expect(await tryCredentials(hurried, credentials(server))).toBe('untried');
      expect(server.seen).toHaveLength(1);
    },
  );

  test('are not sent on where the endpoint points elsewhere', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', says({}, 307, { location: '/elsewhere' }));
    expect(await tryCredentials(hurried, credentials(server))).toBe('untried');
    expect(server.seen).toHaveLength(1);
  });

  test('stay untried where the endpoint says nothing', async () => {
    await using server = await scriptedServer();
    server.on('POST /access_token', keepsSilent);
    expect(await tryCredentials(hurried, credentials(server))).toBe('untried');
    expect(server.seen).toHaveLength(1);
  });
});
