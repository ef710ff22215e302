import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, request as ask } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { forEveryWorkspace, type Running, type RunningOptions, start } from '../../harness.js';
import { decide } from '../../oauth-visitor.js';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function startHere(options: RunningOptions = {}): Promise<Running> {
  const running = await start(options);
  undo.push(() => running.stop());
  return running;
}

/** Asks over one connection that is kept, and resolves to what came until the bot closed it, and when that was. */
async function overOneConnection(
  port: number,
  text: string,
): Promise<{ readonly answer: string; readonly idleMs: number }> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  let answeredAt = 0;
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
    answeredAt = performance.now();
  });
  socket.write(text);
  await once(socket, 'close');
  return { answer, idleMs: performance.now() - answeredAt };
}

const head = async (port: number, path: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'HEAD' });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
};

describe('behind a load balancer', () => {
  test('idle connections outlive the balancer’s minute, or last as long as the operator says', async () => {
    const usual = await startHere();
    const kept = await fetch(`http://127.0.0.1:${usual.bot.port}/healthz`);
    expect(kept.headers.get('keep-alive')).toBe('timeout=75');
    const brief = await startHere({ environment: { KEEP_ALIVE_SECONDS: '2' } });
    const { answer, idleMs } = await overOneConnection(
      brief.bot.port,
      'GET /healthz HTTP/1.1\r\nhost: bot\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(idleMs).toBeGreaterThan(1_500);
  });

  test('health, readiness and metrics answer HEAD, and take a slash at their end', async () => {
    const { bot } = await startHere();
    const text = 'text/plain; charset=utf-8';
    expect(await head(bot.port, '/healthz')).toEqual({ status: 200, type: text, body: '' });
    expect(await head(bot.port, '/readyz/')).toEqual({ status: 200, type: text, body: '' });
    expect(await head(bot.port, '/metrics')).toMatchObject({ status: 200, body: '' });
    expect(await (await fetch(`http://127.0.0.1:${bot.port}/healthz/`)).text()).toBe('ok\n');
    expect(await head(bot.port, '/')).toMatchObject({ status: 404 });
    expect(await head(bot.port, '/slack/install')).toMatchObject({ status: 404 });
  });

  test('the bot listens on the address that HOST says, and on no other', async () => {
    const { bot } = await startHere({ environment: { HOST: '127.0.0.2' } });
    expect((await fetch(`http://127.0.0.2:${bot.port}/healthz`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${bot.port}/healthz`)).rejects.toThrow();
  });
});

/** A proxy that serves the bot under `/bots/api-clients`, and takes that away before it asks the bot. */
async function prefixProxy(): Promise<{ readonly url: string; to(port: number): void }> {
  let port = 0;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url?.replace(/^\/bots\/api-clients/, '');
    if (path === incoming.url) return void outgoing.writeHead(404).end();
    const { method, headers } = incoming;
    const passedOn = ask({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passedOn);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(async () => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}/bots/api-clients`,
    to(given) {
      port = given;
    },
  };
}

/** The address that the first link of a page leads to, as a browser resolves it. */
const firstLink = (html: string, page: string): string =>
  new URL((/href="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&'), page).href;

describe('somebody who installs the app', () => {
  test('under a path of the proxy’s own finds the way back to it when they cancelled', async () => {
    const proxy = await prefixProxy();
    const redirect = `${proxy.url}/slack/oauth_redirect`;
    const running = await startHere({
      slack: {
        ...forEveryWorkspace.slack,
        oauth: { ...forEveryWorkspace.slack.oauth, redirectUrls: [redirect] },
      },
      environment: forEveryWorkspace.environment,
    });
    proxy.to(running.bot.port);
    running.slack.connectApp(`${proxy.url}/slack/events`);
    const visit = async (address: string, cookie = '') => {
      const answer = await fetch(address, { headers: { cookie } });
      const kept = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
      return { html: await answer.text(), cookie: kept.join('; ') };
    };
    const begun = await visit(`${proxy.url}/slack/install`);
    const authorize = firstLink(begun.html, proxy.url);
    const back = await decide(authorize, { target: 'T1ACME', decision: 'cancel' });
    const cancelled = await visit(back, begun.cookie);
    expect(firstLink(cancelled.html, back)).toBe(`${proxy.url}/slack/install`);

    const again = await visit(firstLink(cancelled.html, back));
    const done = await visit(
      await decide(firstLink(again.html, proxy.url), { target: 'T1ACME' }),
      again.cookie,
    );
    expect(done.html).toContain('API Clients is installed in Acme');
    const aiko = running.slack.workspace('Acme').as('aiko');
    await aiko.command('/apiclient version');
    await aiko.seesMessage('API Clients bot, version');
  });

  test('of GovSlack is led back to it, not to slack.com', async () => {
    const authorize = 'https://slack-gov.com/oauth/v2/authorize';
    const running = await startHere({
      ...forEveryWorkspace,
      environment: { ...forEveryWorkspace.environment, SLACK_AUTHORIZE_URL: authorize },
    });
    const bot = `http://127.0.0.1:${running.bot.port}`;
    const begun = await fetch(`${bot}/slack/install`);
    const cookie = begun.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const asked = new URL(firstLink(await begun.text(), bot));
    expect(asked.origin).toBe('https://slack-gov.com');
    // The sandbox stands for GovSlack's page.
    const back = await decide(`${running.slack.authorizeUrl}${asked.search}`, { target: 'T1ACME' });
    const done = await (await fetch(back, { headers: { cookie } })).text();
    expect(new URL(firstLink(done, bot)).origin).toBe('https://slack-gov.com');
    expect(new URL(firstLink(done, bot)).searchParams.get('team')).toBe('T1ACME');
  });
});
