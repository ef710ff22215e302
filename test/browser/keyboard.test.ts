import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { isTooWide, launchChromium, looks, seriousFindings } from './chromium.js';
import { openSandbox, openWindow, type Window } from './open-sandbox.js';

let browser: Browser;
let sandbox: RunningSandbox;
let window: Window | undefined;

beforeAll(async () => {
  [browser, sandbox] = await Promise.all([launchChromium(), openSandbox()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});
beforeEach(() => {
  window = undefined;
});
afterEach(() => window?.close());

const MOST_STEPS = 80;

const focusedText = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
      ? (element.labels?.[0]?.textContent ?? label)
      : label;
  });

/** Goes on with Tab, or back with Shift+Tab, until the focus is on what is called so. */
async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if ((await focusedText(page)).trim() === name) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${name} was not reached with ${key}`);
}

test('the whole main job is done with the keyboard alone', async () => {
  window = await openWindow(browser, sandbox, '/?as=aiko');
  const { page, main } = window;
  const { keyboard } = page;
  await expect.poll(() => focusedText(page)).toBe('Message');
  await keyboard.type('/apiclient create');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Create API client' }).getByLabel('Purpose').waitFor();
  await expect.poll(() => focusedText(page)).toBe('Name');
  await keyboard.type('nightly-export');
  await tabTo(page, 'Alphaus user');
  await keyboard.press('ArrowDown');
  await keyboard.type('billing');
  await page.getByRole('listbox').getByRole('option', { name: 'billing' }).waitFor();
  await keyboard.press('Enter');
  await tabTo(page, 'Purpose');
  await keyboard.type('Exports the nightly costs');
  await tabTo(page, 'Create');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await expect.poll(() => focusedText(page)).toBe('Message');
  await keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Go to …' }).waitFor();
  await keyboard.type('api clients');
  await keyboard.press('Enter');
  const nightlyExport = () => sandbox.api.clients().find(({ name }) => name === 'nightly-export');
  // The form closes before Alphaus has answered.
  await expect.poll(() => nightlyExport()?.user).toBe('billing');
  const made = nightlyExport();
  await main.getByText(made?.secret ?? '', { exact: true }).waitFor();
  await main.getByText('API client created').first().waitFor();
  await expect.poll(() => focusedText(page)).toBe('Message');
  await tabTo(page, 'I have saved it', 'Shift+Tab');
  await keyboard.press('Enter');
  await main.getByText('You saved the secret').waitFor();
  await main.getByText(made?.secret ?? '', { exact: true }).waitFor({ state: 'detached' });

  await tabTo(page, 'Message');
  await keyboard.type(`/apiclient delete ${made?.id ?? ''}`);
  await keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Delete API client' });
  await form.getByText('This cannot be undone').waitFor();
  await tabTo(page, 'Delete');
  await keyboard.press('Enter');
  await page.getByText('Deleted nightly-export').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(sandbox.api.clients().some(({ name }) => name === 'nightly-export')).toBe(false);
});

test('a channel that is found by some letters opens with an empty message field', async () => {
  window = await openWindow(browser, sandbox, '/?as=aiko');
  const { page } = window;
  await expect.poll(() => focusedText(page)).toBe('Message');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Go to …' }).waitFor();
  await page.keyboard.type('rand');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'random' }).waitFor();
  await expect.poll(() => focusedText(page)).toBe('Message');
  expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('');
});

test.each(looks)('with letters twice as large everything still fits, $name', async (look) => {
  window = await openWindow(browser, sandbox, '/?as=aiko#dm', look);
  const { page, main } = window;
  const name = `read ${look.name}`;
  await page.addStyleTag({ content: 'html { font-size: 200%; }' });
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  expect([await isTooWide(page), await seriousFindings(page)]).toEqual([false, []]);
  await window.say('/apiclient create');
  const form = page.getByRole('dialog', { name: 'Create API client' });
  await form.getByLabel('Name').fill(name);
  await form.getByRole('button', { name: 'Create' }).scrollIntoViewIfNeeded();
  expect([await isTooWide(page), await seriousFindings(page)]).toEqual([false, []]);
  await form.getByLabel('Purpose').fill('Is read from afar');
  await form.getByRole('button', { name: 'Create' }).click();
  await main.getByText(`${name}: save its secret now`).waitFor();
  expect([await isTooWide(page), await seriousFindings(page)]).toEqual([false, []]);
});

test('nothing moves for those who do not want it to', async () => {
  window = await openWindow(browser, sandbox, '/?as=aiko', { reducedMotion: 'reduce' });
  let goOn = (): void => undefined;
  const isHeld = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await window.page.route('**/sandbox/act', (route) => isHeld.then(() => route.continue()));
  await window.say('/apiclient list');
  await window.page.locator('.composer[aria-busy=true]').waitFor();
  expect(await window.page.evaluate(() => document.getAnimations().length)).toBe(0);
  goOn();
});
