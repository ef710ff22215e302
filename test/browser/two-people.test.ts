import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { choose, launchChromium } from './chromium.js';
import { openSandbox, openWindow, type Window } from './open-sandbox.js';

let browser: Browser;
let sandbox: RunningSandbox;
/** Ben, an ordinary member, and Aiko, an admin in the approvals channel, each at their own screen. */
let ben: Window;
let aiko: Window;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  sandbox = await openSandbox();
  [ben, aiko] = await Promise.all([
    openWindow(browser, sandbox, '/?as=ben#dm'),
    openWindow(browser, sandbox, '/?as=aiko#approvals'),
  ]);
}, 60_000);
afterEach(async () => {
  await Promise.all([ben.close(), aiko.close()]);
  await sandbox.stop();
});

const button = (window: Window, name: string) => window.main.getByRole('button', { name, exact: true });

test('one asks and one approves, and only the one who asked sees the secret', async () => {
  await ben.say('/apiclient create');
  const form = ben.page.getByRole('dialog', { name: 'Request API client' });
  await form.getByLabel('Name').fill('nightly-export');
  await choose(form, 'Alphaus user', 'billing');
  await form.getByLabel('Purpose').fill('Exports the nightly costs');
  await form.getByRole('button', { name: 'Send request' }).click();
  await ben.main.getByText('Waiting for a decision').waitFor();

  await aiko.main.getByText('Exports the nightly costs').waitFor();
  await button(aiko, 'Approve').click();
  await aiko.main.getByText('Approved by').first().waitFor();
  await button(aiko, 'Approve').waitFor({ state: 'detached' });

  await button(ben, 'Create and show secret').click();
  await ben.main.getByText('save its secret now').waitFor();
  const [id = '', secret = ''] = await ben.main.locator('pre').allTextContents();
  const made = sandbox.api.clients().find((client) => client.name === 'nightly-export');
  expect([id.trim(), secret.trim()]).toEqual([made?.id, made?.secret]);
  await aiko.main.getByText(id.trim()).first().waitFor();
  expect(await aiko.page.getByText(secret.trim()).count()).toBe(0);
  expect(await button(ben, 'Create and show secret').count()).toBe(0);
  expect(sandbox.slack.violations()).toEqual([]);
});

test('one withdraws while the other types why not: the late one hears it calmly', async () => {
  await ben.say('/apiclient request weekly-export --user billing --purpose "Exports the costs"');
  await button(aiko, 'Deny').click();
  const form = aiko.page.getByRole('dialog', { name: 'Deny this request?' });
  await form.getByLabel('Reason').fill('There is one already');
  await button(ben, 'Withdraw').click();
  await ben.main.getByText('Withdrawn by the requester').first().waitFor();
  await form.getByRole('button', { name: 'Deny' }).click();
  await aiko.main.getByText('was withdrawn by its requester').waitFor();
  await button(aiko, 'Deny').waitFor({ state: 'detached' });
  expect(await ben.main.getByText('There is one already').count()).toBe(0);
});
