import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../sandbox/bot-process.js';
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
  readonly said: string;
}

const run = (port: number, ...args: readonly string[]): Promise<Ending> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], {
      cwd: projectRoot,
      env: { ...process.env, PORT: String(port) },
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.on('exit', (status) => resolve({ status, said: said.trim() }));
  });

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
      said: `Port ${port} is taken: end what listens there, or choose another one with PORT=${port + 1} npm run sandbox.`,
    },
    {
      status: 1,
      said: 'The sandbox knows --fresh (forget what was kept), --clients NUMBER (have so many API clients), --workspaces (several, to install the app into) and --socket-mode, not "--clean".',
    },
    { status: 1, said: '--clients must be a number up to 50000, not "many".' },
  ]);
});
