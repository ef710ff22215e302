import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { clientNamed, environmentFor, startSlack } from '../harness.js';
import { build, projectRoot } from './build.js';

let directory: string;
let api: SandboxApi;
let slack: SandboxSlack;
let started: Started | undefined;
beforeAll(build, 120_000);
beforeEach(async () => {
  started = undefined;
  [directory, api, slack] = await Promise.all([
    mkdtemp(join(tmpdir(), 'apiclient-starting-')),
    startSandboxApi(),
    startSlack(),
  ]);
});
afterEach(async () => {
  // Also what a lost signal has left alive.
  started?.kill();
  await slack.close();
  await api.stop();
  await rm(directory, { recursive: true });
});

interface Started {
  /** The process that was started, which leads a process group of its own. */
  readonly group: number;
  readonly port: number;
  readonly log: () => string;
  /** Known once nothing is left that could write to the log, the bot included. */
  readonly status: Promise<unknown>;
  readonly kill: () => void;
}

async function start(command: string, ...args: readonly string[]): Promise<Started> {
  const child: ChildProcess = spawn(command, args, {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: directory,
      npm_config_update_notifier: 'false',
      ...environmentFor(api, slack),
      STORE_URL: `sqlite://${join(directory, 'store.sqlite')}`,
      LOG_LEVEL: 'info',
    },
  });
  const status = once(child, 'close').then(([code, signal]: unknown[]) => code ?? signal);
  let log = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const group = child.pid;
  if (group === undefined) throw new Error(`${command} did not start`);
  let isOver = false;
  child.once('close', () => {
    isOver = true;
  });
  const kill = (): void => {
    if (!isOver) process.kill(-group, 'SIGKILL');
  };
  for (;;) {
    const port = Number(/"port":(\d+)/.exec(log)?.[1]);
    if (port > 0) {
      slack.connectApp(`http://127.0.0.1:${port}/slack/events`);
      started = { group, port, log: () => log, status, kill };
      return started;
    }
    if (child.exitCode !== null) throw new Error(`the bot ended: ${log}`);
    await sleep(25);
  }
}

const procfileLine = async (): Promise<string> =>
  /^web: (.+)$/m.exec(await readFile(join(projectRoot, 'Procfile'), 'utf8'))?.[1] ?? '';

/** As foreman does, and a shell that replaces itself: a process group for the line. */
async function startByProcfile(): Promise<Started> {
  const [command = '', ...args] = (await procfileLine()).split(' ');
  return start(command, ...args);
}

/** As honcho does: a shell stays between, which a signal to the group ends by itself. */
const startByShell = async (): Promise<Started> => start('sh', '-c', await procfileLine());

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });

const toTheLeader = ({ group }: Started): void => void process.kill(group, 'SIGTERM');
const toTheGroup = ({ group }: Started): void => void process.kill(-group, 'SIGTERM');
const toBoth = (bot: Started): void => {
  toTheLeader(bot);
  toTheGroup(bot);
};
const interrupt = ({ group }: Started): void => void process.kill(-group, 'SIGINT');

const byNpm = (): Promise<Started> => start('npm', 'start');

describe('a bot that is started', () => {
  test.each([
    { how: 'by npm start, told through npm', begin: byNpm, stop: toTheLeader, status: 0 },
    { how: 'by npm start, told with its process group', begin: byNpm, stop: toTheGroup, status: 0 },
    { how: 'by npm start, told in both ways', begin: byNpm, stop: toBoth, status: 0 },
    { how: 'by npm start, told by Ctrl-C', begin: byNpm, stop: interrupt, status: 0 },
    { how: 'by the Procfile, told itself', begin: startByProcfile, stop: toTheLeader, status: 0 },
    { how: 'by the Procfile, told in both ways', begin: startByProcfile, stop: toBoth, status: 0 },
    {
      how: 'by the Procfile behind a shell, told with its process group',
      begin: startByShell,
      stop: toTheGroup,
      status: 'SIGTERM',
    },
  ])('$how, ends what it acknowledged, once, and leaves nothing', async ({ begin, stop, status }) => {
    const bot = await begin();
    api.fault({ operation: 'create', kind: 'delay', ms: 1_000, times: 1 });
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create late --user billing --purpose x');
    stop(bot);
    expect(await bot.status).toBe(status);
    expect(await isListening(bot.port)).toBe(false);
    expect(aiko.messages('dm').some(({ content }) => content.includes(clientNamed(api, 'late').secret))).toBe(
      true,
    );
    expect(bot.log().match(/"msg":"(stopping|stopped)"/g)).toEqual(['"msg":"stopping"', '"msg":"stopped"']);
    expect(slack.violations()).toEqual([]);
  });

  test('by npm start ends npm with the status of a bot that cannot start', async () => {
    const first = await start('npm', 'start');
    const second = spawn('npm', ['start'], {
      cwd: projectRoot,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], HOME: directory, npm_config_update_notifier: 'false' },
    });
    expect(await once(second, 'close')).toEqual([1, null]);
    toTheLeader(first);
    expect(await first.status).toBe(0);
  });
});
