import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fate } from '../../sandbox/api/api-clients.js';
import { startSandboxApi } from '../../sandbox/api/start-api.js';
import { exchangeCredentials } from '../../sandbox/exchange-credentials.js';
import { type PageBackend, type PageServer, startPageServer } from '../../sandbox/page-server.js';

let page: PageServer;
let slack: Server;
let slackUrl: string;
let pageDir: string;
let orders: unknown[];

beforeEach(async () => {
  slack = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    request.on('data', (chunk) => response.write(chunk));
    request.on('end', () => response.end(` to ${request.method} ${request.url}`));
  });
  await new Promise<void>((resolve) => {
    slack.listen(0, '127.0.0.1', resolve);
  });
  const address = slack.address();
  slackUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  pageDir = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(pageDir, 'index.html'), '<h1>Hello</h1>');
  page = await startPageServer(0);
  orders = [];
});

afterEach(async () => {
  await page.close();
  slack.close();
});

const exchangeAt =
  (loginUrl: string, fateOf: (id: string) => Fate): PageBackend['exchange'] =>
  (credentials) =>
    exchangeCredentials({ tokenUrl: `${loginUrl}/ripple/access_token`, fateOf }, credentials);

function serve(exchange = exchangeAt(slackUrl, () => 'there')): void {
  page.serve({
    pageDir,
    slackUrl,
    underneath: (after) => ({
      revision: after,
      exchanges: [],
      clients: [],
      clientCount: 0,
      connectionId: 'ripple-0',
      troubles: [],
      violations: [],
      bot: { kind: 'ended', ending: 'exit status 1' },
      aheadMs: 0,
      workspaces: [],
      installUrl: null,
    }),
    trouble: (...order) => void orders.push(order),
    connectable: () => [],
    spread: (count) => void orders.push(count),
    restart: async (how) => void orders.push(how),
    moveClock: async (laterMs) => void orders.push(laterMs),
    exchange,
  });
}

async function ask(path: string, body?: string): Promise<string> {
  const response = await fetch(
    `http://127.0.0.1:${page.port}${path}`,
    body === undefined ? {} : { method: 'POST', body },
  );
  return `${response.status} ${await response.text()}`;
}

test('a person who opens the page too early waits for it instead of seeing an error', async () => {
  const early = ask('/');
  serve();
  expect(await early).toBe('200 <h1>Hello</h1>');
});

test('what a person does reaches the sandbox Slack, and a dead bot is told of', async () => {
  serve();
  expect([await ask('/sandbox/act', 'a press'), await ask('/none.js')]).toEqual([
    '200 a press to POST /sandbox/act',
    '404 not found',
  ]);
  expect(JSON.parse((await ask('/sandbox/underneath?after=7')).slice(4))).toMatchObject({
    revision: 7,
    bot: { kind: 'ended', ending: 'exit status 1' },
  });
});

test('trouble is made and the clock is moved as it was ordered, and nothing else is', async () => {
  serve();
  expect([
    await ask('/sandbox/trouble', '{"trouble":"api-down","isOn":true}'),
    await ask('/sandbox/restart', '{"how":"at-once"}'),
    (await ask('/sandbox/trouble', '{"trouble":"fire","isOn":true}')).slice(0, 3),
    (await ask('/sandbox/restart', 'now')).slice(0, 3),
    await ask('/sandbox/clients', '{"count":10000}'),
    await ask('/sandbox/clock', '{"laterMs":86400000}'),
    (await ask('/sandbox/clock', '{"laterMs":-1}')).slice(0, 3),
  ]).toEqual(['200 {}', '200 {}', '400', '400', '200 {}', '200 {}', '400']);
  expect(orders).toEqual([['api-down', true], 'at-once', 10_000, 86_400_000]);
});

test('nothing outside of the page is handed out', async () => {
  serve();
  expect(await ask('/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd')).toBe('404 not found');
});

test('an API client gets an abbreviated access token, a wrong secret the refusal of the API', async () => {
  const api = await startSandboxApi();
  serve(exchangeAt(api.loginUrl, (id) => api.fateOf(id)));
  const { id, secret } = api.rootClient;
  const right = await ask('/sandbox/token', JSON.stringify({ clientId: id, clientSecret: secret }));
  const wrong = await ask('/sandbox/token', JSON.stringify({ clientId: id, clientSecret: 'x' }));
  const none = await ask('/sandbox/token', JSON.stringify({ clientId: 'ripple-0', clientSecret: 'x' }));
  await api.stop();
  expect(JSON.parse(right.slice(4))).toEqual({
    kind: 'issued',
    accessToken: expect.stringMatching(/^.{12}….{6}$/),
    tokenType: 'Bearer',
    expiresInSeconds: 86_400,
  });
  expect([wrong, none].map((answer) => JSON.parse(answer.slice(4)))).toMatchObject([
    { kind: 'refused', status: 401, why: 'wrong-secret' },
    { kind: 'refused', status: 401, why: 'unknown' },
  ]);
});
