import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { connectTo, factsFrom, knowsTheCaller, root, someId } from './connection.js';
import { type Script, inTurn, says, scriptedServer } from './scripted-server.js';

const path = 'GET /blue/iam/v1/apiclients';

async function listing(script: Script) {
  const server = await scriptedServer();
  knowsTheCaller(server);
  server.on(path, script);
  return {
    server,
    list: () => connectTo(server, 'blue').clients.list(root),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Sends these pieces as HTTP chunks of their own. */
function inPieces(pieces: Iterable<Buffer | string>): Script {
  const send: (...args: Parameters<Script>) => Promise<void> = async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    for (const piece of pieces) {
      response.write(piece);
      await nextTurn();
    }
    response.end();
  };
  return (...args) => void send(...args).catch(() => args[1].destroy());
}

const result = (name: string) =>
  JSON.stringify({
    result: { clientId: someId, clientSecret: '*', name, createTime: '2024-01-02T03:04:05Z' },
  });
const error = (code: number) => JSON.stringify({ error: { code, message: 'no', details: [] } });
const names = (clients: readonly { readonly name: string }[]) => clients.map(({ name }) => name);

describe('a stream of API clients', () => {
  test('gives a client a line', async () => {
    await using there = await listing(inPieces([`${result('a')}\n`, `${result('b')}\n`]));
    const createdAt = Date.parse('2024-01-02T03:04:05Z');
    expect(await there.list()).toEqual([
      { id: someId, name: 'a', user: root, createdAt },
      { id: someId, name: 'b', user: root, createdAt },
    ]);
  });

  test('needs no newline at its end, and minds no empty line', async () => {
    await using there = await listing(inPieces([`${result('a')}\r\n\n${result('b')}`]));
    expect(names(await there.list())).toEqual(['a', 'b']);
  });

  test('may be empty', async () => {
    await using there = await listing(inPieces([]));
    expect(await there.list()).toEqual([]);
  });

  test('may be cut anywhere, in the middle of a character too', async () => {
    const bytes = Buffer.from(`${result('夜間😀')}\n${result('é')}\n`);
    await using there = await listing(inPieces([...bytes].map((byte) => Buffer.from([byte]))));
    expect(names(await there.list())).toEqual(['夜間😀', 'é']);
  });

  test('may be long', async () => {
    const lines = Array.from({ length: 10_000 }, (_, nth) => `${result(String(nth))}\n`);
    await using there = await listing((_, response) => void response.end(lines.join('')));
    expect(await there.list()).toHaveLength(10_000);
  });

  test.each([
    [3, { kind: 'api-refused', operation: 'list', status: 400 }],
    [5, { kind: 'api-not-found', operation: 'list' }],
    [7, { kind: 'api-forbidden', operation: 'list' }],
    [8, { kind: 'api-rate-limited', operation: 'list', retryAfterSeconds: undefined }],
    [13, { kind: 'api-failed', operation: 'list', status: 500 }],
    [14, { kind: 'api-failed', operation: 'list', status: 503 }],
    [16, { kind: 'api-credentials-refused', operation: 'list' }],
    [99, { kind: 'api-failed', operation: 'list', status: 500 }],
  ])('that ends in error %i is a failure, not a short list', async (code, facts) => {
    await using there = await listing(inPieces([`${result('a')}\n`, error(code)]));
    expect(await factsFrom(there.list())).toEqual(facts);
  });

  test('that ends in a passing error is asked for again', async () => {
    await using there = await listing(
      inTurn(inPieces([`${result('a')}\n${error(14)}\n`]), inPieces([result('b')])),
    );
    expect(names(await there.list())).toEqual(['b']);
  });

  test('that is refused over its token is asked for with a new one', async () => {
    await using there = await listing(inTurn(inPieces([error(16)]), inPieces([result('b')])));
    expect(names(await there.list())).toEqual(['b']);
    expect(there.server.requests('POST /access_token')).toHaveLength(2);
  });

  test('that breaks off is a failure', async () => {
    await using there = await listing((_, response) => {
      response.writeHead(200).write(`${result('a')}\n`);
      setTimeout(() => response.destroy(), 5);
    });
    expect(await factsFrom(there.list())).toEqual({ kind: 'api-unreachable', operation: 'list' });
  });

  test.each([
    [`${result('a')}\n{"result":{"clientId":"rip`, 'line 2, not JSON'],
    ['{}', 'line 1, neither result nor error'],
    ['[]', 'line 1, the body: invalid_type'],
    [`\n{"result":{"name":"x"}}`, 'line 2, result.clientId: invalid_type'],
    [`{"error":{"message":"no code"}}`, 'line 1, error.code: invalid_type'],
  ])('of %j is nonsense', async (body, detail) => {
    await using there = await listing(inPieces([body]));
    expect(await factsFrom(there.list())).toEqual({ kind: 'api-malformed', operation: 'list', detail });
  });
});

describe('deleting through Blue', () => {
  test.each([
    [says({}), 'deleted'],
    [says({ code: 5, message: 'not found' }, 404), 'absent'],
  ])('tells whether there was something to delete', async (script, outcome) => {
    await using server = await scriptedServer();
    knowsTheCaller(server);
    server.on('DELETE /blue/iam/v1/apiclients/', script);
    expect(await connectTo(server, 'blue').clients.delete(root, someId)).toBe(outcome);
    expect(server.requests('DELETE').map(({ path }) => path)).toEqual([`/blue/iam/v1/apiclients/${someId}`]);
  });
});
