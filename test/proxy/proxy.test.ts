import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { PersonDriver } from '../../sandbox/slack/screen/person.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { build } from '../built/build.js';
import { environmentFor, startSlack } from '../harness.js';
import { BotProcess } from '../workspaces/bot-process.js';
import { companyCertificates, tlsBefore } from './company-tls.js';

const APP_TOKEN = 'xapp-token-of-the-tests';
const PASSWORD = 'proxy-canary';
const NAMES = ['slack.company.test', 'alphaus.company.test'];

beforeAll(build, 120_000);
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

interface Proxy {
  readonly url: string;
  /** The hosts that it led to. */
  readonly asked: () => readonly string[];
  kill(): void;
}

/** A process of its own. */
async function startProxy(...names: readonly string[]): Promise<Proxy> {
  const file = fileURLToPath(new URL('connect-proxy.ts', import.meta.url));
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', file, `bot:${PASSWORD}`, ...names],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  undo.push(() => child.kill('SIGKILL'));
  if (child.stdout === null) throw new Error('the proxy has no output');
  const lines: string[] = [];
  const port = await new Promise<string>((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (lines.push(line) === 1) resolve(line);
    });
  });
  return {
    url: `http://bot:${PASSWORD}@127.0.0.1:${port}`,
    asked: () => [...new Set(lines.slice(1))].toSorted(),
    kill: () => void child.kill('SIGKILL'),
  };
}

let api: SandboxApi;
let slack: SandboxSlack;
let proxy: Proxy;
/** What the bot needs to reach both sandboxes: by names that resolve at the proxy alone, over TLS. */
let environment: Record<string, string>;
async function startAround(options: Parameters<typeof startSlack>[0] = {}): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'apiclient-proxy-'));
  undo.push(() => rm(directory, { recursive: true }));
  [api, slack] = await Promise.all([startSandboxApi(), startSlack(options)]);
  undo.push(
    () => slack.close(),
    () => api.stop(),
  );
  const certificates = await companyCertificates(directory, NAMES);
  const [slackTls, apiTls] = await Promise.all([
    tlsBefore(slack.apiUrl, certificates),
    tlsBefore(api.serviceUrl, certificates),
  ]);
  undo.push(slackTls.stop, apiTls.stop);
  proxy = await startProxy(
    `slack.company.test:443=127.0.0.1:${slackTls.port}`,
    `alphaus.company.test:443=127.0.0.1:${apiTls.port}`,
  );
  const given = environmentFor(api, slack);
  const named = (url: string | undefined, name: string): string =>
    `https://${name}${new URL(url ?? '').pathname}`;
  environment = {
    ...given,
    LOG_LEVEL: 'debug',
    SLACK_API_URL: named(given['SLACK_API_URL'], 'slack.company.test'),
    ALPHAUS_LOGIN_URL: named(given['ALPHAUS_LOGIN_URL'], 'alphaus.company.test'),
    ALPHAUS_SERVICE_URL: named(given['ALPHAUS_SERVICE_URL'], 'alphaus.company.test'),
    ALPHAUS_BLUE_URL: named(given['ALPHAUS_BLUE_URL'], 'alphaus.company.test'),
    NODE_EXTRA_CA_CERTS: certificates.ca,
  };
}

async function startHere(more: Record<string, string>): Promise<BotProcess> {
  const bot = await BotProcess.start({ ...environment, ...more });
  undo.push(() => bot.stop());
  return bot;
}

/** What is typed becomes a form where a bot that has served nobody yet takes too long on a busy machine. */
async function somebodyCreates(): Promise<PersonDriver> {
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient list');
  await aiko.seesMessage('API clients');
  await aiko.command('/apiclient create nightly --user billing --purpose x');
  await aiko.seesMessage('API client created');
  return aiko;
}

const slackAddress = (): string => new URL(slack.url).host;

describe('a bot behind a firewall', () => {
  test.each([
    { https: 'HTTPS_PROXY', http: 'HTTP_PROXY' },
    { https: 'https_proxy', http: 'http_proxy' },
  ])(
    'makes every call through $https and $http: Slack, Alphaus, response_url, uploads',
    async ({ https, http }) => {
      await startAround();
      const bot = await startHere({ [https]: proxy.url, [http]: proxy.url });
      slack.connectApp(bot.eventsUrl);
      const aiko = await somebodyCreates();
      await aiko.command('/apiclient audit --export csv');
      await expect.poll(() => slack.files().length, { timeout: 20_000 }).toBe(1);
      // The sandbox's Slack tells the addresses of answers and uploads by its own, without TLS.
      expect(proxy.asked()).toEqual(
        [slackAddress(), 'alphaus.company.test:443', 'slack.company.test:443'].toSorted(),
      );
      expect(bot.output).not.toContain(PASSWORD);
      expect(slack.violations()).toEqual([]);
    },
  );

  test('opens its socket to Slack through the proxy, and is not ready without it', async () => {
    const socket = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: APP_TOKEN };
    await startAround({ appToken: APP_TOKEN });
    const bot = await startHere({ ...socket, HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url });
    await somebodyCreates();
    expect(proxy.asked()).toContain(slackAddress());
    proxy.kill();
    while (slack.sockets.count() > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status).toBe(503);
  });

  test('reaches straight what NO_PROXY names', async () => {
    await startAround();
    const bot = await startHere({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
    slack.connectApp(bot.eventsUrl);
    await somebodyCreates();
    expect(proxy.asked()).toEqual(['alphaus.company.test:443', 'slack.company.test:443']);
  });

  test('does not start where the company’s own authority is not known, and says so', async () => {
    await startAround();
    await expect(startHere({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: '' })).rejects.toThrow(
      'SLACK_API_URL',
    );
  });
});
