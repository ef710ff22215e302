import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { isTooWide, launchChromium, seriousFindings } from './chromium.js';
import { openSandbox, openWindow, type Window } from './open-sandbox.js';

let browser: Browser;
let sandbox: RunningSandbox;
let window: Window;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  sandbox = await openSandbox({ aiko: 'ja-JP' });
}, 60_000);
afterEach(async () => {
  await window.close();
  await sandbox.stop();
});

test.each([
  { name: 'wide', viewport: { width: 1280, height: 860 } },
  { name: 'narrow', viewport: { width: 390, height: 800 } },
])('a Japanese browser shows the page in Japanese, and Aiko’s bot speaks it, $name', async (look) => {
  window = await openWindow(browser, sandbox, '/', { viewport: look.viewport, locale: 'ja-JP' });
  const { page, tour } = window;
  await tour.getByText('APIクライアントを作成する', { exact: true }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ja');
  expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
  await tour.getByRole('button', { name: '代わりに入力する' }).click();
  const form = page.getByRole('dialog', { name: 'APIクライアントの作成' });
  await form.getByLabel('名前').fill('nightly-export');
  await form.getByLabel('用途').fill('夜間にコストデータをエクスポートする');
  await form.getByRole('button', { name: '作成', exact: true }).click();
  await tour.getByText('クライアントシークレットでアクセストークンを取得する', { exact: true }).waitFor();
});

test('the switch changes the page, and not what the bot says to Aiko', async () => {
  window = await openWindow(browser, sandbox, '/?as=aiko', { locale: 'en-US' });
  const { page } = window;
  await window.tour.getByText('Make an API client', { exact: true }).waitFor();
  await page.getByLabel('Language of the page').selectOption('ja');
  await page.getByRole('region', { name: 'ツアー' }).waitFor();
  await page.reload();
  await page.getByRole('textbox', { name: 'メッセージ' }).fill('/apiclient version');
  await page.getByRole('textbox', { name: 'メッセージ' }).press('Enter');
  await page.getByText('API Clientsボット、バージョン').waitFor();
  await page.getByLabel('ページの言語').selectOption('en');
  await page.getByRole('region', { name: 'Tour' }).waitFor();
});
