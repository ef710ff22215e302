import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { Secret } from '../../src/core/model/secret.js';
import { httpClient } from '../../src/http/http-client.js';
import { connectionFailure } from '../../src/upstream/connection-failure.js';

const http = httpClient();
let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function serving(answer: RequestListener): Promise<{ url: string; connections: () => number }> {
  const server = createServer(answer);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/a/path?with=query`, connections: () => connections };
}

test('an answer tells its status, its headers whatever their case, and its words', async () => {
  const { url } = await serving((request, response) => {
    const { method, url: path, headers } = request;
    response.writeHead(201, { 'Retry-After': '7', 'set-cookie': ['a=1', 'b=2'] });
    response.end(JSON.stringify({ method, path, authorization: headers.authorization, said: 'こんにちは' }));
  });
  const answer = await http.fetch(url, { method: 'DELETE', headers: { authorization: 'Bearer x' } });
  expect(answer).toMatchObject({ ok: true, status: 201, statusText: 'Created', url });
  expect(answer.headers.get('RETRY-AFTER')).toBe('7');
  expect(answer.headers.get('x-none')).toBeNull();
  expect(Object.fromEntries(answer.headers.entries())).toMatchObject({ 'set-cookie': 'a=1, b=2' });
  const said = {
    method: 'DELETE',
    path: '/a/path?with=query',
    authorization: 'Bearer x',
    said: 'こんにちは',
  };
  expect(await answer.json()).toEqual(said);
  expect(JSON.parse(Buffer.from(await answer.arrayBuffer()).toString('utf8'))).toEqual(said);
});

test('a form goes out as multipart with its boundary', async () => {
  const { url } = await serving((request, response) => {
    request.setEncoding('utf8');
    let text = '';
    request.on('data', (piece: string) => (text += piece));
    request.on('end', () => response.end(`${request.headers['content-type']}\n${text}`));
  });
  const body = new FormData();
  body.set('grant_type', 'client_credentials');
  const answer = await http.fetch(url, { method: 'POST', body });
  const [type = '', ...sent] = (await answer.text()).split('\n');
  const [, boundary = 'none'] = /^multipart\/form-data; boundary=(.+)$/.exec(type) ?? [];
  expect(sent.join('\n')).toContain(`--${boundary}\r\nContent-Disposition: form-data; name="grant_type"`);
  expect(sent.join('\n')).toContain('client_credentials');
});

test('answers that nobody reads keep no connection to themselves', async () => {
  const { url, connections } = await serving((_, response) =>
    response.writeHead(429).end('x'.repeat(100_000)),
  );
  for (let time = 0; time < 5; time += 1) {
    expect((await http.fetch(url)).status).toBe(429);
    await nextTurn();
  }
  expect(connections()).toBe(1);
});

test('a redirection is an answer, and is not followed', async () => {
  const asked: string[] = [];
  const { url } = await serving((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const answer = await http.fetch(url, { method: 'POST', body: 'x' });
  expect([answer.status, answer.ok, asked]).toEqual([302, false, ['/a/path?with=query']]);
});

test('an answer that breaks off is none, but a refusal is one by its status', async () => {
  let status = 200;
  const { url } = await serving((_, response) => {
    response.writeHead(status, { 'content-length': '100' });
    response.write('{"half":');
    setTimeout(() => response.destroy(), 20);
  });
  await expect(http.fetch(url)).rejects.toThrow();
  status = 403;
  expect((await http.fetch(url)).status).toBe(403);
});

test('a caller that gives up waiting gets its own reason, even in the middle of an answer', async () => {
  const { url } = await serving((_, response) => {
    response.writeHead(200);
    response.write('and so on, ');
  });
  const reason = new Error('too late');
  const leaving = new AbortController();
  const answer = http.fetch(url, { signal: leaving.signal });
  setTimeout(() => leaving.abort(reason), 50);
  await expect(answer).rejects.toBe(reason);
  await expect(http.fetch(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('a refusal whose words do not come is one after a second', async () => {
  const { url } = await serving((_, response) => {
    response.writeHead(401, { 'content-length': '100' });
    response.write('{"half":');
  });
  expect((await http.fetch(url, { signal: AbortSignal.timeout(8_000) })).status).toBe(401);
});

test('an answer longer than the process bears is none', async () => {
  const { url } = await serving((_, response) => {
    response.writeHead(200);
    const more = Buffer.alloc(1024 * 1024, 'x');
    const write = (): void => {
      while (!response.destroyed && response.write(more));
    };
    response.on('drain', write);
    write();
  });
  await expect(http.fetch(url)).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
});

test('a proxy that does not lead to the host is told as such: nothing was sent', async () => {
  const { url } = await serving(() => undefined);
  const proxy = createServer();
  proxy.on('connect', (_, client) => client.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const proxied = httpClient({ http: new Secret(`http://127.0.0.1:${address.port}`) });
  const refused = proxied.fetch(url);
  await expect(refused).rejects.toMatchObject({ code: 'PROXY_REFUSED', message: 'the proxy answers 403' });
  expect(connectionFailure(await refused.catch((error: unknown) => error)).beforeSending).toBe(true);
  await proxied.close(false);
  proxy.close();
});

test('closing waits for the answers that come soon, and not for one that does not come', async () => {
  const asked = new Map<string | undefined, ServerResponse>();
  const { url } = await serving((request, response) => void asked.set(request.url, response));
  const closing = httpClient();
  const soon = closing.fetch(new URL('/soon', url).href);
  const never = closing.fetch(new URL('/never', url).href).catch((error: unknown) => error);
  await expect.poll(() => asked.size).toBe(2);
  const closed = closing.close(true);
  asked.get('/soon')?.end('soon');
  expect(await (await soon).text()).toBe('soon');
  await closed;
  expect(await never).toBeInstanceOf(Error);
});
