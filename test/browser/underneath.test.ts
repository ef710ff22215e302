import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { launchChromium, looks, seriousFindings } from './chromium.js';
import { openSandbox, openWindow, type Window } from './open-sandbox.js';

let browser: Browser;
let sandbox: RunningSandbox;
let aiko: Window;

beforeAll(async () => {
  [browser, sandbox] = await Promise.all([launchChromium(), openSandbox()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});
beforeEach(async () => {
  aiko = await openWindow(browser, sandbox, '/?as=aiko#dm', looks[0]);
});
afterEach(() => aiko.close());

const panel = () => aiko.page.getByRole('region', { name: 'What happens underneath' });
const openPanel = () => aiko.page.getByRole('button', { name: 'Show what happens underneath' }).click();
const trouble = (name: string) => panel().getByRole('button', { name });
const create = (name: string) => aiko.say(`/apiclient create ${name} --user billing --purpose "to see"`);

test('each request is seen as it comes, with its time, and no secret anywhere', async () => {
  await openPanel();
  await create('seen');
  const requests = panel().getByRole('listitem');
  await requests
    .filter({ hasText: 'Aiko Tanaka /apiclient create seen' })
    .getByText(/acknowledged in \d+ ms/)
    .waitFor();
  await requests
    .filter({ hasText: 'POST /m/u/users/client/billing' })
    .getByText(/200 in \d+ ms/)
    .waitFor();
  await requests.filter({ hasText: 'chat.postEphemeral' }).first().waitFor();
  const { secret } = sandbox.api.clients().find(({ name }) => name === 'seen') ?? { secret: 'none' };
  await panel().getByText('What the API holds').click();
  await panel().getByRole('cell', { name: 'seen', exact: true }).waitFor();
  await aiko.main.getByText(secret, { exact: true }).waitFor();
  for (const one of await requests.locator('summary').all()) await one.click();
  const all = (await panel().textContent()) ?? '';
  expect([all.includes('client_secret'), all.includes(secret)]).toEqual([true, false]);
  expect(await seriousFindings(aiko.page)).toEqual([]);
});

test('an API that is down is explained in words until it is back', async () => {
  await openPanel();
  await trouble('API is down').click();
  await panel().getByText('The API answers everything with 503').waitFor();
  await create('down');
  await aiko.main.getByText('Reference:').first().waitFor();
  expect(sandbox.api.clients().some(({ name }) => name === 'down')).toBe(false);
  await trouble('API is down').click();
  await expect.poll(() => trouble('API is down').getAttribute('aria-pressed')).toBe('false');
  await create('mended');
  await expect.poll(() => sandbox.api.clients().some(({ name }) => name === 'mended')).toBe(true);
});

test('an API that is slow does not keep the bot from answering in time, nor the form from coming', async () => {
  await openPanel();
  await trouble('API is slow').click();
  await panel().getByText('takes four seconds').waitFor();
  await aiko.say('/apiclient create');
  const form = aiko.page.getByRole('dialog', { name: 'Create API client' });
  await form.getByLabel('Name').waitFor();
  await trouble('API is slow').click();
  const command = panel().getByRole('listitem').filter({ hasText: 'Aiko Tanaka /apiclient create' }).first();
  const [, ms = 'none'] = /acknowledged in (\d+) ms/.exec(await command.innerText()) ?? [];
  // It did not wait for the API.
  expect(Number(ms)).toBeLessThan(4000);
  await aiko.page.keyboard.press('Escape');
  await form.getByRole('button', { name: 'Cancel' }).click();
  await form.waitFor({ state: 'detached' });
});

test('a client whose answer was lost is looked for and shown, never made twice', async () => {
  await openPanel();
  await trouble('Lose this answer').click();
  await panel().getByText('answer never arrives').waitFor();
  await create('lost');
  await panel().getByText('answer never arrives').waitFor({ state: 'detached' });
  const idOf = () => sandbox.api.clients().find(({ name }) => name === 'lost')?.id;
  await expect.poll(idOf).toBeDefined();
  const id = idOf() ?? '';
  await aiko.main.getByText(id).first().waitFor();
  expect(sandbox.api.clients().filter(({ name }) => name === 'lost')).toHaveLength(1);
});

test('a client whose secret Slack refuses to show does not live on', async () => {
  await openPanel();
  await trouble('Slack refuses the next DM').click();
  await panel().getByText('only one person should see is refused').waitFor();
  await create('refused');
  await panel().getByText('messages_tab_disabled').first().waitFor();
  const notice = 'Slack refused what the app wanted to show (chat.postEphemeral): messages_tab_disabled';
  await aiko.page.getByRole('log', { name: 'Notices' }).getByText(notice).waitFor();
  await aiko.page.getByRole('button', { name: 'Dismiss this notice' }).click();
  await aiko.page.getByText(notice).waitFor({ state: 'detached' });
  await expect.poll(() => sandbox.api.clients().some(({ name }) => name === 'refused')).toBe(false);
});

test('a bot that crashes comes back, and knows what it knew', async () => {
  await create('kept');
  await aiko.main.getByText('API client created').first().waitFor();
  await openPanel();
  await trouble('Crash the bot').click();
  await aiko.page.getByText('The bot is starting again').waitFor();
  await aiko.page.getByText('The bot is starting again').waitFor({ state: 'detached' });
  await aiko.say('/apiclient list --mine kept');
  await aiko.main.getByRole('article').last().getByRole('button', { name: 'Show', exact: true }).waitFor();
});

test('two windows are two people, and what only one sees is gone when that one reloads', async () => {
  const ben = await openWindow(browser, sandbox, '/?as=ben#general', looks[0]);
  await aiko.go('#general');
  await aiko.say('good morning, everybody');
  await ben.main.getByText('good morning, everybody').waitFor();
  await aiko.say('/apiclient version');
  await aiko.main.getByText('Only visible to you').waitFor();
  expect(await ben.main.getByText('Only visible to you').count()).toBe(0);
  await aiko.page.reload();
  await aiko.main.getByText('good morning, everybody').waitFor();
  expect(await aiko.main.getByText('Only visible to you').count()).toBe(0);
  await ben.close();
});
