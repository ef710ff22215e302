import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { environmentFor, startSlack } from '../harness.js';
import { bundleBot, KilledBot } from './killed-bot.js';
import { warmUp } from './scenarios.js';
import { onSqlite, type StoreKind } from './stores.js';

beforeAll(bundleBot, 60_000);

let api: SandboxApi;
let slack: SandboxSlack;
let kind: StoreKind;
let environment: Record<string, string>;
let bot: KilledBot;
beforeEach(async () => {
  [api, slack, kind] = await Promise.all([startSandboxApi(), startSlack(), onSqlite.open()]);
  environment = { ...environmentFor(api, slack), STORE_URL: await kind.fresh(), LOG_LEVEL: 'silent' };
  await startBot();
});
afterEach(async () => {
  await bot.kill();
  await slack.close();
  await api.stop();
  await kind.remove();
});

async function startBot(): Promise<void> {
  bot = await KilledBot.start(environment);
  slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
}

test('a bot that is killed while Alphaus is to create a client: its person hears the outcome, and nothing says that it is being created', async () => {
  await warmUp({ api, slack });
  api.fault({ operation: 'create', kind: 'hang', times: 1 });
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient create nightly --user billing --purpose exports');
  await aiko.seesMessage('Creating nightly under billing…');
  await expect.poll(() => bot.recordsOf('announced')).toBe(1);
  await bot.kill();

  await startBot();
  await aiko.seesMessage('I checked: it wasn’t');
  await aiko.sees(({ messages }) => !messages.some(({ content }) => content.includes('Creating nightly')));
  await expect.poll(() => bot.open()).toBe(0);
  expect(await bot.recordsOf('announced')).toBe(0);
});
