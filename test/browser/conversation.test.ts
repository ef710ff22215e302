import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { isInView, launchChromium, looks } from './chromium.js';
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
  aiko = await openWindow(browser, sandbox, '/?as=aiko', looks[0]);
});
afterEach(() => aiko.close());

const focused = (): Promise<string | null> =>
  aiko.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

test('the answer to a command is scrolled to while a “New” line stands, and does not stay unread', async () => {
  for (const name of ['one', 'two', 'three', 'four']) {
    await aiko.say(`/apiclient create ${name} --user billing --purpose "to see"`);
    await sandbox.slack
      .as('aiko')
      .sees(
        ({ messages }) => messages.some(({ isEphemeral, content }) => !isEphemeral && content.includes(name)),
        { timeoutMs: 15_000 },
      );
  }
  await aiko.go('API Clients');
  await aiko.main.getByText('New', { exact: true }).waitFor();
  await aiko.say('/apiclient list');
  await aiko.main.getByRole('button', { name: 'Filter' }).waitFor();
  // The list is longer than the screen: its beginning is what one wants to see.
  await expect.poll(() => isInView(aiko.main.getByText(/\d clients/).last())).toBe(true);
  await aiko.say('hello, everybody');
  await expect.poll(() => isInView(aiko.main.getByText('hello, everybody'))).toBe(true);
  await aiko.page.getByRole('tab', { name: 'Messages' }).locator('.unread').waitFor({ state: 'detached' });
});

test('one can type at once: on load, after a form, and after becoming somebody else', async () => {
  await expect.poll(focused).toBe('Message');
  await aiko.page.keyboard.type('/apiclient create');
  await aiko.page.keyboard.press('Enter');
  const form = aiko.page.getByRole('dialog', { name: 'Create API client' });
  await form.getByLabel('Name').waitFor();
  await aiko.page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await expect.poll(focused).toBe('Message');
  await aiko.actAs('Ben Ortiz');
  await expect.poll(focused).toBe('Message');
});

test('what one person has put into the panel for trying a client, nobody else finds there', async () => {
  await aiko.page.getByRole('button', { name: 'Show the panel for trying an API client' }).click();
  const panel = aiko.page.getByRole('region', { name: 'API client credentials' });
  await panel.getByLabel('Client secret').fill('a secret of Aiko’s');
  await aiko.actAs('Ben Ortiz');
  await expect.poll(() => panel.getByLabel('Client secret').inputValue()).toBe('');
});
