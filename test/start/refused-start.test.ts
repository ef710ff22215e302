import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { readConfig } from '../../src/config.js';
import { build, projectRoot } from '../built/build.js';
import { environmentFor, startSlack } from '../harness.js';
import { freePort } from '../../sandbox/free-port.js';

let api: SandboxApi;
let slack: SandboxSlack;
const undo: (() => unknown)[] = [];
beforeAll(build, 120_000);
beforeEach(async () => {
  [api, slack] = await Promise.all([startSandboxApi(), startSlack()]);
  undo.push(
    () => slack.close(),
    () => api.stop(),
  );
});
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** The bot as a process of its own, with what it says. */
function begin(changes: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], ...environmentFor(api, slack), LOG_LEVEL: 'info', ...changes },
  });
  undo.push(() => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return {
    ended: once(child, 'close').then(([status]: unknown[]) => ({
      status,
      // Node 22 itself warns that its SQLite is an experiment.
      said: err
        .trim()
        .split('\n')
        .filter((line) => !/ExperimentalWarning|--trace-warnings/.test(line)),
    })),
    stop: () => void child.kill('SIGTERM'),
    async logs(message: string): Promise<void> {
      while (!out.includes(`"msg":"${message}"`)) {
        if (child.exitCode !== null) throw new Error(`the bot ended: ${err}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    out: () => out,
  };
}

const reason = (STORE_URL: string): string => {
  const environment = { ...environmentFor(api, slack), STORE_URL };
  try {
    return readConfig(environment).STORE_URL;
  } catch (error) {
    return String(error);
  }
};

describe('an operator whose bot cannot start reads in one line what is wrong and what to do', () => {
  test.each([
    ['a path under /proc', 'sqlite:///proc/bot/store.sqlite', 'its folder cannot be made'],
    ['a file of /proc', 'sqlite:///proc/store.sqlite', 'its folder cannot be made'],
    ['a folder that nobody may write', 'sqlite:///sys/store.sqlite', 'this user may not write there'],
    ['a device', 'sqlite:///dev/null', 'it is not a file'],
    ['a file as a folder', 'sqlite:///etc/hostname/store.sqlite', 'a part of its path is not a directory'],
  ])('%s', async (_what, url, words) => {
    const { status, said } = await begin({ STORE_URL: url }).ended;
    expect({ status, said }).toEqual({
      status: 1,
      said: [expect.stringContaining(`The store ${url} cannot be opened: `)],
    });
    expect(said[0]).toContain(words);
    expect(said[0]).toContain('STORE_URL');
  });

  test('a port that another program has', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    undo.push(() => other.close());
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('there is no port');
    const { status, said } = await begin({ PORT: `${address.port}`, HOST: '127.0.0.1' }).ended;
    expect({ status, said }).toEqual({
      status: 1,
      said: [
        `Port ${address.port} is in use by another program: stop that one, or set PORT to another port.`,
      ],
    });
  });

  test('an address to listen on that is not this machine’s', async () => {
    const { status, said } = await begin({ HOST: '203.0.113.1' }).ended;
    expect({ status, said }).toEqual({ status: 1, said: [expect.stringContaining('HOST is 203.0.113.1')] });
  });
});

describe('an operator’s STORE_URL', () => {
  test.each(['ab#c', '12345/67', 'ab?c', '50%', 'p@ss', 'p ss'])(
    'with the password %s is refused without printing it',
    (password) => {
      for (const scheme of ['postgres', 'redis']) {
        const said = reason(`${scheme}://bot:${password}@db.example.com/bot`);
        expect(said).toContain(
          'STORE_URL cannot be read: percent-encode what is special in its user and password',
        );
        expect(said).not.toContain(password);
      }
    },
  );

  test('is taken with its password percent-encoded, and without the blanks around it', () => {
    const url = 'postgres://bot:a%23b%2Fc%3Fd%25e%40f@db.example.com:5432/bot?sslmode=require';
    expect(reason(` ${url}\n`)).toBe(url);
    expect(reason('sqlite://./a@b#c.sqlite')).toBe('sqlite://./a@b#c.sqlite');
  });
});

describe('a bot that starts before Slack can be reached', () => {
  test('waits, with one line, and serves as soon as it can', async () => {
    const port = await freePort();
    const bot = begin({ SLACK_API_URL: `http://127.0.0.1:${port}/api/` });
    await bot.logs('waiting to start');
    const late = await startSlack({ port });
    undo.push(() => late.close());
    await bot.logs('ready');
    expect(bot.out().match(/"msg":"waiting to start"/g)).toHaveLength(1);
    bot.stop();
    expect(await bot.ended).toMatchObject({ status: 0 });
  });

  test('ends at once when it is told to stop meanwhile', async () => {
    const bot = begin({ SLACK_API_URL: `http://127.0.0.1:${await freePort()}/api/` });
    await bot.logs('waiting to start');
    bot.stop();
    expect(await bot.ended).toEqual({ status: 0, said: [''] });
  });
});
