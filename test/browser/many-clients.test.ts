import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launchChromium, looks } from './chromium.js';
import { openSandbox, openWindow } from './open-sandbox.js';
import { callsDuring, elementsOf } from './page-work.js';

const LISTS = 12;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** What one list after the other asks of the page, with all that happens underneath shown beside it. */
async function listsBeside(clients: number) {
  const sandbox = await openSandbox({}, undefined, clients);
  onTestFinished(() => sandbox.stop());
  const { page, main, ...aiko } = await openWindow(browser, sandbox, '/?as=aiko#dm', looks[0]);
  await page.getByRole('button', { name: 'Show what happens underneath' }).click();
  await page.getByText('What the API holds').click();
  const all = clients.toLocaleString('en-US');
  const firstPages = main.getByText(`1 to 10 of ${all}`);
  const calls: number[] = [];
  const elements: number[] = [];
  for (let lists = 1; lists <= LISTS; lists += 1) {
    const asked = await callsDuring(page, async () => {
      await aiko.say('/apiclient list');
      await firstPages.nth(lists - 1).waitFor();
    });
    calls.push(asked);
    elements.push(await elementsOf(page));
  }
  const turning = await callsDuring(page, async () => {
    await main.getByRole('button', { name: 'Next' }).last().click();
    await main.getByText(`11 to 20 of ${all}`).waitFor();
  });
  return { calls, elements, turning };
}

test('ten thousand API clients are no more work for the page than fifty, however many lists the conversation holds', async () => {
  const few = await listsBeside(50);
  const many = await listsBeside(10_000);
  expect(sum(many.calls)).toBeLessThan(1.5 * sum(few.calls));
  expect(many.turning).toBeLessThan(2 * few.turning);
  for (const { calls, elements } of [few, many]) {
    expect(sum(calls.slice(-3))).toBeLessThan(2 * sum(calls.slice(0, 3)));
    // Each list adds its own elements, and nothing else grows with them.
    expect(elements.at(-1)).toBeLessThan(LISTS * 250);
  }
}, 180_000);
