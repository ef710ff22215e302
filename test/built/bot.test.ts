import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Program, startProgram } from '../../bench/programs/program.js';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { environmentFor, forEveryWorkspace, root, startSlack } from '../harness.js';
import { Browser, connectAs } from '../workspaces/installing.js';
import { build, projectRoot } from './build.js';

const APP_TOKEN = 'xapp-token-of-the-tests';

let directory: string;
let api: SandboxApi;
let slack: SandboxSlack;
let bot: Program;
beforeAll(build, 120_000);
beforeEach(async () => {
  [directory, api] = await Promise.all([mkdtemp(join(tmpdir(), 'apiclient-built-')), startSandboxApi()]);
});
afterEach(async () => {
  expect(slack.violations()).toEqual([]);
  await bot.kill();
  await slack.close();
  await api.stop();
  await rm(directory, { recursive: true });
});

async function startBuilt(
  options: Parameters<typeof startSlack>[0] = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  slack = await startSlack(options);
  bot = await startProgram({
    file: join(projectRoot, 'dist/main.js'),
    environment: {
      ...environmentFor(api, slack),
      STORE_URL: `sqlite://${join(directory, 'store.sqlite')}`,
      ...environment,
    },
  });
  if (options.appToken === undefined) slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
}

/** What is bundled is loaded late where it can be: each way to run the bot has to find what is its own. */
describe('the bot as it is built', () => {
  test('creates, keeps to the policy’s pattern, and tells its metrics', async () => {
    await startBuilt();
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('API client created');
    await aiko.command('/apiclient setup');
    await aiko.seesMessage('Settings for everyone');
    await aiko.press('Policy');
    await aiko.seesModal('Names can be anything');
    await aiko.press('Names and limits');
    await aiko.seesModal('Name pattern');
    await aiko.fill('Name pattern', '^team-[a-z]+$');
    await aiko.submit();
    await aiko.seesModal('Not saved yet');
    await aiko.submit();
    await aiko.seesMessage('Policy saved');
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('team-');
    const metrics = await (await fetch(`http://127.0.0.1:${bot.port}/metrics`)).text();
    expect(metrics).toContain('apiclient_bot_interactions_total');
    expect(api.clients().filter(({ name }) => name === 'nightly')).toHaveLength(1);
  });

  test('is strict, as its modules are, and is compiled once where Node keeps what it compiled', async () => {
    await startBuilt();
    const bundle = await readFile(join(projectRoot, 'dist/bot.cjs'), 'utf8');
    expect(bundle.startsWith('"use strict"')).toBe(true);
    const keepsCompiled = 'enableCompileCache' in nodeModule;
    expect(existsSync(join(projectRoot, 'dist/compile-cache'))).toBe(keepsCompiled);
  });

  test('is installed into a workspace, and connected there', async () => {
    await startBuilt(forEveryWorkspace.slack, forEveryWorkspace.environment);
    await new Browser({ bot }).install({ target: 'T1ACME', as: 'aiko' });
    const aiko = slack.workspace('Acme').as('aiko');
    await connectAs({ api }, aiko, root);
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('API client created');
  });

  test('serves through a socket', async () => {
    await startBuilt({ appToken: APP_TOKEN }, { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: APP_TOKEN });
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('API client created');
  });
});
