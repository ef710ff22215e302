import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { choose, isTooWide, launchChromium, looks, seriousFindings } from './chromium.js';
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

/** The page of Slack that asks whether the app may come in, from the link on the sandbox's page. */
async function openInstallPages(page: Page): Promise<Page> {
  const [installing] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Install the app' }).click(),
  ]);
  await installing.getByRole('link', { name: 'Add to Slack' }).click();
  return installing;
}

/** Connects the workspace with what the panel has for the product's root user. */
async function connect(
  window: Window,
  { api }: RunningSandbox,
  name: string,
  product: 'ripple' | 'wave',
): Promise<void> {
  const { page, main } = window;
  const root = api.clientFor('root@sandbox.example', product);
  await page.getByRole('button', { name: 'Show what happens underneath' }).click();
  await page.getByText('Accounts to connect').click();
  await page.getByText(root.secret).waitFor();
  await page.getByRole('button', { name: 'Close this panel' }).click();
  await window.say('/apiclient setup');
  await main.getByRole('button', { name: 'Connection' }).click();
  const form = page.getByRole('dialog');
  await choose(form, 'Product', name);
  await form.getByLabel('Client ID').fill(root.id);
  await form.getByLabel('Client secret').fill(root.secret);
  await form
    .getByRole('button', { name: 'Save' })
    .or(form.getByRole('button', { name: 'Connect' }))
    .click();
  await form.getByText(`Connected ${name}`).waitFor();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
}

test('the app is installed into one workspace of several by its own pages, and connected to Wave there', async () => {
  sandbox = await openSandbox({}, { workspaces: true, socketMode: false });
  aiko = await openWindow(browser, sandbox, '/?as=T1ACME.aiko', looks[0]);
  const { page } = aiko;
  const switcher = page.getByLabel('Workspace', { exact: true });
  await expect.poll(() => switcher.inputValue()).toBe('T1ACME');
  expect(await seriousFindings(page)).toEqual([]);
  const installing = await openInstallPages(page);
  // The workspace that Aiko came from is chosen.
  expect(await installing.getByLabel('Workspace').inputValue()).toBe('T1ACME');
  await installing.getByRole('button', { name: 'Allow' }).click();
  await installing
    .getByText(/installed/i)
    .first()
    .waitFor();
  await installing.close();
  await page.getByRole('link', { name: 'Install the app' }).waitFor({ state: 'detached' });

  await connect(aiko, sandbox, 'Wave', 'wave');

  await switcher.selectOption({ label: 'Globex East (Globex), without the app' });
  await page.getByRole('link', { name: 'Install the app' }).waitFor();
});

test('an admin who cancels begins again, and installs the app once for an organisation: each of its workspaces has it', async () => {
  sandbox = await openSandbox({}, { workspaces: true, socketMode: false });
  aiko = await openWindow(browser, sandbox, '/?as=T2EAST.aiko', looks[1]);
  const { page, main } = aiko;
  const installing = await openInstallPages(page);
  await installing.getByRole('button', { name: 'Cancel' }).click();
  await installing.getByText('You cancelled, so nothing was installed.').waitFor();
  expect([await seriousFindings(installing), await isTooWide(installing)]).toEqual([[], false]);
  await installing.getByRole('link', { name: 'Start again' }).click();
  await installing.getByRole('link', { name: 'Add to Slack' }).click();
  await installing.getByLabel('Workspace').selectOption({ label: 'Globex, all workspaces' });
  expect([await seriousFindings(installing), await isTooWide(installing)]).toEqual([[], false]);
  await installing.getByRole('button', { name: 'Allow' }).click();
  await installing
    .getByText(/installed/i)
    .first()
    .waitFor();
  expect([await seriousFindings(installing), await isTooWide(installing)]).toEqual([[], false]);
  await installing.close();
  await page.getByRole('link', { name: 'Install the app' }).waitFor({ state: 'detached' });
  await connect(aiko, sandbox, 'Ripple/Octo', 'ripple');

  const switcher = page.getByLabel('Workspace', { exact: true });
  await switcher.selectOption({ label: 'Globex West (Globex)' });
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  await aiko.say('/apiclient create nightly --user billing --purpose "Exports the nightly costs"');
  await aiko.go('API Clients');
  await main.getByText('nightly: save its secret now').waitFor();
  expect(sandbox.slack.violations()).toEqual([]);
});

test('a workflow that one starts from the menu of shortcuts runs the step, and says how it ended', async () => {
  sandbox = await openSandbox();
  aiko = await openWindow(browser, sandbox, '/?as=chloe', looks[0]);
  const { page, main } = aiko;
  await page.getByRole('button', { name: 'Shortcuts' }).click();
  await page.getByRole('menuitem', { name: 'New hire needs API access' }).click();
  await aiko.actAs('Ben Ortiz');
  await aiko.go('#approvals');
  await main.getByRole('button', { name: 'Approve', exact: true }).click();
  await main.getByText('Approved by').first().waitFor();
  await aiko.actAs('Chloe Martin');
  await aiko.go('API Clients');
  await main.getByRole('button', { name: 'Create and show secret' }).click();
  await main.getByText('save its secret now').waitFor();
  await aiko.go('#general');
  await main.getByText('outcome: collected').waitFor();
  const { secret } = sandbox.api.clients().find(({ name }) => name.startsWith('new-hire')) ?? {};
  expect(secret).toBeDefined();
  expect(await page.getByText(secret ?? '').count()).toBe(0);
});

test('everything works over Socket Mode, too', async () => {
  sandbox = await openSandbox({}, { workspaces: false, socketMode: true });
  aiko = await openWindow(browser, sandbox, '/?as=aiko');
  await aiko.say('/apiclient create nightly --user billing --purpose "Exports the nightly costs"');
  await aiko.tour.getByText('Get an access token with its secret').waitFor();
  expect([sandbox.slack.sockets.count() > 0, sandbox.slack.violations()]).toEqual([true, []]);
});
