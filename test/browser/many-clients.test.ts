import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { launchChromium, looks } from './chromium.js';
import { openSandbox, openWindow } from './open-sandbox.js';
import { tasksDuring } from './processor-time.js';

const CLIENTS = 10_000;
const LISTS = 12;
const LONGEST_TASK_MS = 100;
const LIST_MS = 1000;

let browser: Browser;
let sandbox: RunningSandbox;

beforeAll(async () => {
  [browser, sandbox] = await Promise.all([launchChromium(), openSandbox({}, undefined, CLIENTS)]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
});

test('with ten thousand API clients the page is never blocked, however many lists the conversation holds', async () => {
  const { page, main, ...aiko } = await openWindow(browser, sandbox, '/?as=aiko#dm', looks[0]);
  await page.getByRole('button', { name: 'Show what happens underneath' }).click();
  await page.getByText('What the API holds').click();
  const firstPages = main.getByText(`1 to 10 of ${CLIENTS}`);
  const tasks = await tasksDuring(page, async () => {
    for (let lists = 1; lists <= LISTS; lists += 1) {
      await aiko.say('/apiclient list');
      await firstPages.nth(lists - 1).waitFor();
    }
    await main.getByRole('button', { name: 'Next' }).last().click();
    await main.getByText(`11 to 20 of ${CLIENTS}`).waitFor();
    await aiko.say('/apiclient list client-00042');
    await main.getByText('1 to 4 of 4').waitFor();
  });
  const perList = tasks.reduce((sum, ms) => sum + ms, 0) / LISTS;
  expect(Math.max(...tasks)).toBeLessThan(LONGEST_TASK_MS);
  expect(perList).toBeLessThan(LIST_MS);
  await aiko.close();
}, 180_000);
