import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../sandbox/api/start-api.js';
import type { SandboxSlack } from '../sandbox/slack/start-slack.js';
import { build, projectRoot } from './built/build.js';
import { clientNamed, environmentFor, startSlack } from './harness.js';

let api: SandboxApi;
let slack: SandboxSlack;
let directory: string;
let children: ChildProcess[];
beforeAll(build, 120_000);
beforeEach(async () => {
  children = [];
  [api, slack, directory] = await Promise.all([
    startSandboxApi(),
    startSlack(),
    mkdtemp(join(tmpdir(), 'apiclient-process-')),
  ]);
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await slack.close();
  await api.stop();
  await rm(directory, { recursive: true });
});

/** The bot as a process of its own, the way `npm start` runs it; `limits` are set by its shell. */
function startProcess(changes: Record<string, string | undefined> = {}, limits = 'true') {
  const command = `${limits}; exec '${process.execPath}' dist/main.js`;
  const child = spawn('/bin/bash', ['--norc', '-c', command], {
    cwd: projectRoot,
    env: {
      PATH: process.env['PATH'],
      ...environmentFor(api, slack),
      STORE_URL: `sqlite://${join(directory, 'store.sqlite')}`,
      LOG_LEVEL: 'info',
      ...changes,
    },
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, err }));
  });
  const logs = async (message: string): Promise<void> => {
    while (!out.includes(`"msg":"${message}"`)) {
      if (child.exitCode !== null) throw new Error(`the bot ended: ${err}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const ready = async (): Promise<void> => {
    await logs('ready');
    const port = /"port":(\d+)/.exec(out)?.[1];
    slack.connectApp(`http://127.0.0.1:${port}/slack/events`);
  };
  return { child, ended, logs, ready, log: () => out };
}

describe('the process', () => {
  test('ends what it acknowledged when it is told to stop, then exits with 0', async () => {
    const bot = startProcess();
    await bot.ready();
    api.fault({ operation: 'create', kind: 'delay', ms: 1000, times: 1 });
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create late --user billing --purpose x');
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toMatchObject({ code: 0 });
    expect(aiko.messages('dm').map(({ content }) => content)).toContainEqual(
      expect.stringContaining(clientNamed(api, 'late').secret),
    );
  });

  test('ends at once when it is told again after a while, and its next start reports what was cut off', async () => {
    const bot = startProcess();
    await bot.ready();
    api.fault({ operation: 'create', kind: 'hang', acts: true, times: 1 });
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create cut-off --user billing --purpose x');
    await expect.poll(() => api.calls().some(({ operation }) => operation === 'create')).toBe(true);
    bot.child.kill('SIGTERM');
    await bot.logs('stopping');
    const again = setInterval(() => bot.child.kill('SIGTERM'), 300);
    expect(await bot.ended).toMatchObject({ code: 128 + 15 });
    clearInterval(again);
    const next = startProcess();
    await next.ready();
    const offered = await aiko.seesMessage('may be it');
    expect(offered.content).toContain(clientNamed(api, 'cut-off').id);
    next.child.kill('SIGTERM');
    await next.ended;
  });

  test('says to who still waits for a turn that nothing was done, when it is told to stop', async () => {
    const bot = startProcess();
    await bot.ready();
    api.fault({ operation: 'create', kind: 'delay', ms: 2000 });
    const aiko = slack.as('aiko');
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        aiko.command(`/apiclient create n${index} --user billing --purpose x`),
      ),
    );
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toMatchObject({ code: 0 });
    const said = aiko.messages('dm').map(({ content }) => content);
    expect(said.filter((content) => content.includes('The bot is restarting'))).toHaveLength(4);
    expect(said.filter((content) => content.includes('API client created'))).toHaveLength(8);
    expect(api.clients().filter(({ name }) => /^n\d/.test(name))).toHaveLength(8);
  });

  test('ends when it is told to, although nobody reads its log any more', async () => {
    const bot = startProcess();
    await bot.ready();
    bot.child.stdout.destroy();
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toMatchObject({ code: 0 });
  });

  test('ends, to be started again, when the disk fails a commit to its SQLite file', async () => {
    // The system refuses to write beyond it, as it does where a disk fails.
    const bot = startProcess({}, "trap '' XFSZ; ulimit -f 256");
    await bot.ready();
    const aiko = slack.as('aiko');
    for (let number = 0; bot.child.exitCode === null; number += 1) {
      await aiko.command(`/apiclient create n${number} --user billing --purpose x`);
      await slack.settled();
    }
    expect(await bot.ended).toMatchObject({ code: 1 });
    expect(bot.log()).toMatch(/"level":"fatal",.*a commit to the SQLite file failed \(disk I\/O error\)/);
    // The next bot knows whose secret was shown.
    const shown = api
      .clients()
      .filter(({ secret }) => aiko.messages('dm').some(({ content }) => content.includes(secret)));
    expect(shown.length).toBeGreaterThan(0);
    const next = startProcess();
    await next.ready();
    await aiko.command('/apiclient list --mine');
    const list = await aiko.seesMessage('API clients');
    for (const { id } of shown) expect(list.content).toContain(id);
  });

  test('remembers owner and purpose after it was killed', async () => {
    const first = startProcess();
    await first.ready();
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create kept --user billing --purpose "the reason"');
    await aiko.seesMessage('API client created');
    first.child.kill('SIGKILL');
    await first.ended;
    const second = startProcess();
    await second.ready();
    await aiko.reload();
    await aiko.command(`/apiclient show ${clientNamed(api, 'kept').id}`);
    const shown = await aiko.sees(({ messages }) =>
      messages.some(({ isEphemeral, content }) => isEphemeral && content.includes('the reason')),
    );
    expect(shown).toBeDefined();
    second.child.kill('SIGTERM');
    await second.ended;
  });

  test('refuses to share its SQLite file with a second one', async () => {
    const first = startProcess();
    await first.ready();
    const refused = await startProcess().ended;
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/store\.sqlite/);
    first.child.kill('SIGTERM');
    await first.ended;
  });

  test('refuses to start without what it needs, in words and with status 1', async () => {
    const refused = await startProcess({ SLACK_BOT_TOKEN: undefined, ENCRYPTION_KEYS: 'x' }).ended;
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('SLACK_BOT_TOKEN is required');
    expect(refused.err).toContain('ENCRYPTION_KEYS must be');
    expect(refused.err).not.toContain(' at ');
  });

  test('refuses to start when Slack does not take its token', async () => {
    const refused = await startProcess({ SLACK_BOT_TOKEN: 'xoxb-wrong' }).ended;
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('SLACK_BOT_TOKEN');
    // Node 22 itself warns that its SQLite is an experiment.
    const said = refused.err
      .trim()
      .split('\n')
      .filter((line) => !/ExperimentalWarning|--trace-warnings/.test(line));
    expect(said).toEqual([expect.stringContaining('SLACK_BOT_TOKEN')]);
  });
});
