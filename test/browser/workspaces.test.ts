import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { choose, launchChromium, looks, seriousFindings } from './chromium.js';
import { openSandbox, openWindow, type Window } from './open-sandbox.js';

let browser: Browser;
let sandbox: RunningSandbox | undefined;
let aiko: Window | undefined;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  await aiko?.close();
  await sandbox?.stop();
});

test('the app is installed into one workspace of several by its own pages, and connected to Wave there', async () => {
  sandbox = await openSandbox({}, { workspaces: true, socketMode: false });
  aiko = await openWindow(browser, sandbox, '/?as=T1ACME.aiko', looks[0]);
  const { page, main } = aiko;
  const switcher = page.getByLabel('Workspace', { exact: true });
  await expect.poll(() => switcher.inputValue()).toBe('T1ACME');
  expect(await seriousFindings(page)).toEqual([]);
  const [installing] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Install the app' }).click(),
  ]);
  await installing.getByRole('link', { name: 'Add to Slack' }).click();
  await installing.getByLabel('Workspace').selectOption({ label: 'Acme' });
  await installing.getByRole('button', { name: 'Allow' }).click();
  await installing
    .getByText(/installed/i)
    .first()
    .waitFor();
  await installing.close();
  await page.getByRole('link', { name: 'Install the app' }).waitFor({ state: 'detached' });

  const wave = sandbox.api.clientFor('root@sandbox.example', 'wave');
  await page.getByRole('button', { name: 'Show what happens underneath' }).click();
  await page.getByText('Accounts to connect').click();
  await page.getByText(wave.secret).waitFor();
  await page.getByRole('button', { name: 'Close this panel' }).click();
  await aiko.say('/apiclient setup');
  await main.getByRole('button', { name: 'Connection' }).click();
  const form = page.getByRole('dialog');
  await choose(form, 'Product', 'Wave');
  await form.getByLabel('Client ID').fill(wave.id);
  await form.getByLabel('Client secret').fill(wave.secret);
  await form
    .getByRole('button', { name: 'Save' })
    .or(form.getByRole('button', { name: 'Connect' }))
    .click();
  await form.getByText('Connected Wave').waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });

  await switcher.selectOption({ label: 'Globex East (Globex), without the app' });
  await page.getByRole('link', { name: 'Install the app' }).waitFor();
});

test('everything works over Socket Mode, too', async () => {
  sandbox = await openSandbox({}, { workspaces: false, socketMode: true });
  aiko = await openWindow(browser, sandbox, '/?as=aiko');
  await aiko.say('/apiclient create nightly --user billing --purpose "Exports the nightly costs"');
  await aiko.tour.getByText('Get an access token with its secret').waitFor();
  expect([sandbox.slack.sockets.count() > 0, sandbox.slack.violations()]).toEqual([true, []]);
});
