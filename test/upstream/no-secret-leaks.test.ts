import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import {
  accessToken,
  clientSecret,
  connectTo,
  hurried,
  knowsTheCaller,
  nightly,
  problemFrom,
  root,
  watched,
} from './connection.js';
import { type Script, hangsUp, keepsSilent, says, scriptedServer } from './scripted-server.js';

const issued = 'issued-secret-1d9c';

function everythingIn(value: unknown): string {
  return [
    JSON.stringify(value),
    inspect(value, { depth: Infinity, showHidden: true, getters: true }),
    String(value),
  ].join('\n');
}

function expectNoSecretIn(value: unknown): void {
  const text = everythingIn(value);
  for (const secret of [clientSecret, accessToken, issued]) expect(text).not.toContain(secret);
}

const page = (text: string): Script => {
  return (_, response) => void response.end(text);
};

test.each<{ readonly what: string; readonly script: Script }>([
  { what: 'a page that quotes secrets', script: page(`<p>${issued} ${accessToken} ${clientSecret}`) },
  { what: 'a client that is wrong in one field', script: says({ client_secret: issued, client_id: '..' }) },
  {
    what: 'a list that is wrong in one field',
    script: says([{ client_secret: issued, client_id: issued, name: 1 }]),
  },
  {
    what: 'broken HTTP',
    script: (_, response) => void response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 9\r\n${issued}`),
  },
  { what: 'a refusal that quotes secrets', script: says({ message: `${accessToken} is bad` }, 400) },
  { what: 'a lost connection', script: hangsUp },
  { what: 'silence', script: keepsSilent },
])('no error, outcome or event tells a secret after $what', async ({ script }) => {
  await using server = await scriptedServer();
  knowsTheCaller(server);
  const { runtime, events } = watched();
  const alphaus = connectTo(server, 'legacy', runtime);
  server.on('POST /service', script);
  server.on('GET /service', script);
  const outcome: unknown = await alphaus.clients.create(root, nightly).catch((problem: unknown) => problem);
  const listed = await problemFrom(alphaus.clients.list(root));
  server.on('POST /access_token', script);
  const token = await problemFrom(connectTo(server, 'blue', runtime).users());
  expectNoSecretIn([outcome, listed, token, events, alphaus]);
});

test('no error tells the header that fetch refused', async () => {
  await using server = await scriptedServer();
  knowsTheCaller(server);
  const quoting: typeof fetch = (url, init) => {
    const authorization = new Headers(init?.headers).get('authorization');
    return authorization === null
      ? fetch(url, init)
      : Promise.reject(new TypeError(`bad header ${authorization}`, { cause: new Error(authorization) }));
  };
  const { clients } = connectTo(server, 'legacy', { ...hurried, fetch: quoting });
  expectNoSecretIn(await problemFrom(clients.list(root)));
});

test('a created client prints without its secret', async () => {
  await using server = await scriptedServer();
  knowsTheCaller(server);
  server.on('POST /service', says({ client_id: 'ripple-1', client_secret: issued }));
  expectNoSecretIn(await connectTo(server).clients.create(root, nightly));
});
