import { afterEach, describe, expect, test } from 'vitest';
import { forEveryWorkspace, type Running, start } from '../harness.js';
import { Browser } from './installing.js';

type Fetch = typeof globalThis.fetch;

let running: Running;
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

/** What was sent to `oauth.v2.access` and what it answered, and the ways in which both can come to light. */
const ways: readonly (readonly [string, (sent: string, answered: string) => Response])[] = [
  [
    'a gateway’s page that shows what was sent',
    (sent) => new Response(`<pre>${sent}</pre>`, { status: 502 }),
  ],
  ['an answer that ends too early', (_, answered) => new Response(answered.slice(0, -1))],
  ['a refusal beside what was asked', (sent) => Response.json({ ok: false, error: 'invalid_code', sent })],
  [
    'an answer that lacks its person',
    (_, answered) => new Response(answered.replace('authed_user', 'somebody')),
  ],
  [
    'a failure that names what was sent',
    (sent) => {
      throw new TypeError(`cannot send ${sent}`);
    },
  ],
];

async function startWith(
  way: (sent: string, answered: string) => Response,
  { times, lifetime }: { readonly times: number; readonly lifetime?: number },
): Promise<readonly string[]> {
  const secrets: string[] = [];
  let left = times;
  const fetch: Fetch = async (input, init) => {
    const answer = await globalThis.fetch(input, init);
    if (!answer.url.endsWith('/oauth.v2.access')) return answer;
    const sent = typeof init?.body === 'string' ? init.body : '';
    const answered = await answer.clone().text();
    const { access_token: token, refresh_token: refresh } = JSON.parse(answered);
    const form = new URLSearchParams(sent);
    secrets.push(
      ...[token, refresh, form.get('code'), form.get('refresh_token')].filter(
        (one) => typeof one === 'string',
      ),
    );
    left -= 1;
    return left < 0 ? answer : way(sent, answered);
  };
  const oauth = {
    ...forEveryWorkspace.slack.oauth,
    ...(lifetime !== undefined && { tokenLifetimeSeconds: lifetime }),
  };
  running = await start({
    ...forEveryWorkspace,
    slack: { ...forEveryWorkspace.slack, oauth },
    runtime: { fetch },
  });
  return secrets;
}

function expectNoneIn(secrets: readonly string[]): void {
  const { clientSecret } = forEveryWorkspace.slack.oauth;
  expect([...secrets, clientSecret].filter((secret) => running.log().includes(secret))).toEqual([]);
}

describe('what an installation is exchanged for stays out of the log', () => {
  test.each(ways)('with %s', async (_, way) => {
    const secrets = await startWith(way, { times: 1 });
    const browser = new Browser(running);
    const failed = await browser.install({ target: 'T1ACME', as: 'aiko' });
    expect(failed.html).toContain('wasn’t installed');
    const [, reference = 'none'] = /Reference: ([A-Z0-9]{8})/.exec(failed.html) ?? [];
    expect(running.log()).toContain(reference);
    expect(secrets.length).toBeGreaterThan(0);
    expectNoneIn(secrets);
    // People who try again are served.
    expect((await browser.install({ target: 'T1ACME', as: 'aiko' })).status).toBe(200);
    expectNoneIn(secrets);
  });
});

test('an answer that ends too early is no refusal to renew the token: it is asked for again, and never logged', async () => {
  // The first exchange is that of the installation, whose token is due at once.
  let exchanges = 0;
  const secrets = await startWith(
    (_, answered) => {
      exchanges += 1;
      return new Response(exchanges === 2 ? answered.slice(0, -1) : answered);
    },
    { times: 3, lifetime: 3_600 },
  );
  await new Browser(running).install({ target: 'T1ACME', as: 'aiko' });
  const aiko = running.slack.workspace('Acme').as('aiko');
  await aiko.command('/apiclient version');
  await aiko.seesMessage('API Clients bot, version');
  await expect.poll(() => running.log()).toContain('bot token renewed');
  expect(running.log()).not.toContain('could not be renewed');
  expect(secrets.length).toBeGreaterThan(3);
  expectNoneIn(secrets);
});
