import { afterEach, beforeAll, expect, test } from 'vitest';
import { build, projectRoot } from '../built/build.js';
import { freePort } from '../../sandbox/free-port.js';
import { type RunningSandbox, startSandbox } from '../../sandbox/start-sandbox.js';

const DAY_MS = 86_400_000;
const running: RunningSandbox[] = [];
const startOn = async (port: number): Promise<RunningSandbox> => {
  const sandbox = await startSandbox({ root: projectRoot, port, botEntry: 'dist/main.js' });
  running.push(sandbox);
  return sandbox;
};
beforeAll(build, 120_000);
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});

const daysLater = async ({ url }: RunningSandbox, days: number): Promise<void> => {
  const body = JSON.stringify({ laterMs: days * DAY_MS });
  const moved = await fetch(`${url}/sandbox/clock`, { method: 'POST', body });
  expect(moved.status).toBe(200);
};

test('days pass in Slack, the API and the bot at once, and stay passed after a crash and a new start', async () => {
  const port = await freePort();
  const first = await startOn(port);
  const startedAt = Date.now();
  await first.slack.as('aiko').command('/apiclient create nightly --user billing --purpose "to see"');
  await first.slack.as('aiko').seesMessage('API client created');
  await first.slack.as('chloe').command('/apiclient request weekly --user billing --purpose "to see"');
  await first.slack.as('chloe').seesMessage('Waiting for a decision');

  await daysLater(first, 2);
  await first.slack.as('aiko').seesMessage('confirmed yet that you saved the secret of nightly');
  await daysLater(first, 6);
  await first.slack.as('chloe').seesMessage('expired');
  await first.bot.restart('at-once');
  await first.slack.as('aiko').command('/apiclient create later --user billing --purpose "to see"');
  await first.slack.as('aiko').seesMessage('later');
  await first.slack.settled();
  await first.stop();

  const second = await startOn(port);
  const aiko = second.slack.as('aiko');
  await aiko.command('/apiclient version');
  const { ts } = await aiko.seesMessage('API Clients bot, version');
  const later = second.api.clients().find(({ name }) => name === 'later');
  const inDays = (at: number): number => Math.floor((at - startedAt) / DAY_MS);
  expect([inDays(Number(ts) * 1000), inDays(Date.parse(later?.createTime ?? ''))]).toEqual([8, 8]);
  expect(second.slack.violations()).toEqual([]);
}, 120_000);
