import { mkdir } from 'node:fs/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../sandbox/start-sandbox.js';

const project = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const screenshots = new URL('screenshots/', import.meta.url).pathname;

let sandbox: RunningSandbox;
let browser: Browser;
let window: BrowserContext;
let page: Page;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [sandbox, browser] = await Promise.all([
    startSandbox({ root: project, port: 0, botEntry: 'src/main.ts' }),
    chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    }),
  ]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});
beforeEach(async () => {
  window = await browser.newContext({ viewport: { width: 1280, height: 1080 }, colorScheme: 'light' });
  page = await window.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(sandbox.url);
});
afterEach(() => window.close());

const main = () => page.getByRole('main');
const actAs = (name: string) => page.getByLabel('Acting as').selectOption({ label: name });
const go = (name: string) =>
  page.getByRole('navigation').getByText(name.replace('#', ''), { exact: true }).first().click();
const picture = (name: string) => page.screenshot({ path: `${screenshots}${name}.png` });

async function say(text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill(text);
  await composer.press('Enter');
}

describe('the main job in the browser', () => {
  test('Aiko creates a client, gets its secret in the DM, obtains a token, lists, and deletes', async () => {
    await say('/apiclient create');
    const form = page.getByRole('dialog', { name: 'Create API client' });
    await form.getByLabel('Name').fill('   ');
    await form.getByLabel('Purpose').fill('Exports the nightly costs');
    await form.getByRole('button', { name: 'Create' }).click();
    await form.getByText('Spaces alone').waitFor();
    await picture('form-with-error');
    await form.getByLabel('Name').fill('nightly-export');
    await form.getByText('Owner: you').waitFor();
    await form.getByRole('button', { name: 'Change owner' }).dblclick();
    await form.getByLabel('Owner').waitFor();
    expect(await form.getByLabel('Name').inputValue()).toBe('nightly-export');
    await form.getByRole('button', { name: 'Create' }).click();
    await form.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'API Clients has sent you a direct message.' }).click();
    await main().getByText('save its secret now').waitFor();
    await main().getByText('Only visible to you').first().waitFor();
    await main().getByText('API client created').first().waitFor();
    const [id = '', secret = ''] = await main().locator('pre').allTextContents();
    expect(id).toMatch(/^ripple-/);

    const panel = page.getByRole('region', { name: 'API client credentials' });
    await panel.getByLabel('Client ID').fill(id.trim());
    await panel.getByLabel('Client secret').fill(secret.trim());
    await panel.getByRole('button', { name: 'Get access token' }).click();
    await panel.getByText('Access token issued').waitFor();
    await picture('secret-in-the-dm');

    await main().getByRole('button', { name: 'I have saved it' }).click();
    await main().getByText('You saved the secret').waitFor();
    await main().getByText(secret.trim()).waitFor({ state: 'detached' });

    await go('#general');
    await say('/apiclient list');
    await main().getByText('nightly-export').first().waitFor();
    await picture('list');
    await main().getByRole('button', { name: 'Show', exact: true }).first().click();
    await main().getByText('Exports the nightly costs').last().waitFor();

    await say(`/apiclient delete ${id.trim()}`);
    const dialog = page.getByRole('dialog', { name: 'Delete API client' });
    await dialog.getByText('This cannot be undone').waitFor();
    await picture('delete-confirmation');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Deleted nightly-export').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

    await panel.getByRole('button', { name: 'Get access token' }).click();
    await panel.getByText('Deleted: this client no longer works.').waitFor();
    await picture('refused-after-deletion');
  });

  test('Gus, a guest, is refused with a sentence', async () => {
    await actAs('Gus Guest');
    await go('#general');
    await say('/apiclient list');
    await main().getByText('Guests can’t use API clients').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('the audit trail comes as a file, which only its admin can download', async () => {
    await say('/apiclient audit --export csv');
    await go('API Clients');
    const file = main().getByRole('link', { name: '.csv' }).last();
    const address = (await file.getAttribute('href')) ?? '';
    const mine = await page.request.get(`${sandbox.url}${address}`);
    expect(await mine.text()).toContain('U0AIKO');
    const others = await page.request.get(`${sandbox.url}${address.replace('U0AIKO', 'U0BEN')}`);
    expect(others.status()).toBe(404);
  });

  test('what only Aiko sees is gone when she reloads', async () => {
    await say('/apiclient version');
    await main().getByText('API Clients bot, version').waitFor();
    await page.reload();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await main().getByText('This is the start of').waitFor();
    expect(await main().getByText('API Clients bot, version').count()).toBe(0);
  });
});
