import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../sandbox/free-port.js';
import { type RunningSandbox, startSandbox } from '../../sandbox/start-sandbox.js';
import { build, projectRoot } from '../built/build.js';
import { replaceFromReceipt } from '../replacing.js';

const running: RunningSandbox[] = [];
const startOn = async (port: number, fresh = false): Promise<RunningSandbox> => {
  const sandbox = await startSandbox({ root: projectRoot, port, botEntry: 'dist/main.js', fresh });
  running.push(sandbox);
  return sandbox;
};
beforeAll(build, 120_000);
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

const tokenStatus = async ({ api }: RunningSandbox, name: string): Promise<number> => {
  const client = api.clients().find((one) => one.name === name);
  const body = { grant_type: 'client_credentials', scope: 'openid' };
  const response = await fetch(`${api.loginUrl}/ripple/access_token`, {
    method: 'POST',
    body: new URLSearchParams({ ...body, client_id: client?.id ?? '', client_secret: client?.secret ?? '' }),
  });
  await response.arrayBuffer();
  return response.status;
};

test('what was made is there when the sandbox is started again, and works; a fresh one knows nothing', async () => {
  const port = await freePort();
  const first = await startOn(port);
  await first.slack.as('aiko').command('/apiclient create kept --user billing --purpose "to see"');
  await first.slack.as('aiko').seesMessage('API client created');
  await first.slack.settled();
  await first.stop();

  const second = await startOn(port);
  const aiko = second.slack.as('aiko');
  await aiko.seesMessage('API client created');
  await aiko.command('/apiclient list --mine');
  expect((await aiko.seesMessage('1 client')).content).toContain('kept');
  expect(await tokenStatus(second, 'kept')).toBe(200);
  await replaceFromReceipt(aiko);
  await aiko.seesMessage('save its secret now');
  await second.stop();

  const fresh = await startOn(port, true);
  expect(fresh.slack.as('aiko').messages('dm')).toEqual([]);
  expect(await tokenStatus(fresh, 'kept')).toBe(401);
}, 120_000);

test('two sandboxes beside each other know nothing of one another', async () => {
  const [one, other] = await Promise.all([startOn(0), startOn(0)]);
  await one.slack.as('aiko').command('/apiclient create mine --user billing --purpose "to see"');
  await one.slack.as('aiko').seesMessage('API client created');
  expect([one, other].map(({ api }) => api.clients().some(({ name }) => name === 'mine'))).toEqual([
    true,
    false,
  ]);
  expect(other.slack.as('aiko').messages('dm')).toEqual([]);
}, 120_000);

interface Ending {
  readonly status: number | null;
  readonly told: string;
  readonly said: string;
}

const run = (port: number, ...args: readonly string[]): Promise<Ending> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], {
      cwd: projectRoot,
      env: { ...process.env, PORT: String(port) },
    });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString('utf8');
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.on('close', (status) => resolve({ status, told: told.trim(), said: said.trim() }));
  });

const HELP = `npm run sandbox -- [OPTIONS]

  --fresh            forgets what was kept
  --english          the admin has Slack in English too, and with her the workspace
  --clients NUMBER   has so many API clients, up to 50000
  --workspaces       has several workspaces, to install the app into
  --socket-mode      lets the bot open sockets to Slack
  --help             shows this

PORT=4000 npm run sandbox uses another port than 3000.`;

test('asked for help, it lists its options', async () => {
  expect(await run(0, '--help')).toEqual({ status: 0, told: HELP, said: '' });
}, 30_000);

test('with --english everybody has Slack in English, the admin too', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', '--english'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let told = '';
      child.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString('utf8');
        const address = /Sandbox: (\S+)/.exec(told)?.[1];
        if (address !== undefined) resolve(address);
      });
      child.on('close', () => reject(new Error(told)));
    });
    const screen = await fetch(`${url}/sandbox/stream?as=aiko`);
    const events = screen.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (!seen.endsWith('\n\n')) seen += (await events?.read())?.value ?? '';
    await events?.cancel();
    const locales = [...seen.matchAll(/"locale":"([^"]+)"/g)].map(([, locale]) => locale);
    expect(new Set(locales)).toEqual(new Set(['en-US']));
  } finally {
    if (child.kill('SIGTERM')) await once(child, 'close');
  }
}, 60_000);

test('a port that is taken, and an option that there is not, are said in a sentence', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => {
    taken.listen(0, '127.0.0.1', resolve);
  });
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const endings = await Promise.all([run(port), run(port, '--clean'), run(port, '--clients', 'many')]);
  taken.close();
  expect(endings).toEqual([
    {
      status: 1,
      told: '',
      said: `Port ${port} is taken: end what listens there, or choose another one with PORT=${port + 1} npm run sandbox.`,
    },
    {
      status: 1,
      told: '',
      said: `The sandbox doesn’t know what to do with "--clean".\n\n${HELP}`,
    },
    { status: 1, told: '', said: '--clients must be a number up to 50000, not "many".' },
  ]);
});
