import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { launchChromium } from './chromium.js';
import { openSandbox, openWindow, type Window } from './open-sandbox.js';

const SWITCHED = 'Switched, delete the old one';

let browser: Browser;
let sandbox: RunningSandbox;
let window: Window;

beforeAll(async () => {
  [browser, sandbox] = await Promise.all([launchChromium(), openSandbox()]);
  window = await openWindow(browser, sandbox, '/#dm', { viewport: { width: 1280, height: 1080 } });
}, 120_000);
afterAll(async () => {
  await window.close();
  await browser.close();
  await sandbox.stop();
});

const called = (name: string) => sandbox.api.clients().filter((client) => client.name === name);

/** What the panel says to these credentials. */
async function exchange({ id, secret }: { readonly id: string; readonly secret: string }): Promise<string> {
  const panel = window.page.getByRole('region', { name: 'API client credentials' });
  await panel.getByLabel('Client ID').fill(id);
  await panel.getByLabel('Client secret').fill(secret);
  await panel.getByRole('button', { name: 'Get access token' }).click();
  const answer = panel.getByRole('status').locator('strong');
  await answer.waitFor();
  return answer.innerText();
}

async function aWeekLater(): Promise<void> {
  await window.page.getByRole('button', { name: 'Move the clock' }).click();
  await window.page.getByRole('menuitem', { name: 'A week later' }).click();
}

test('both secrets work in the overlap, a reminder comes after it, and the old one works until it is given up', async () => {
  const { main, page } = window;
  await window.say('/apiclient create nightly --user billing --purpose exports');
  await main.getByText('API client created').first().waitFor();
  const [old] = called('nightly');
  if (old === undefined) throw new Error('nothing was created');
  await window.say(`/apiclient rotate ${old.id}`);
  const form = page.getByRole('dialog', { name: 'Rotate API client' });
  expect(await form.getByLabel('Overlap (days)').inputValue()).toBe('7');
  await form.getByRole('button', { name: 'Rotate' }).click();
  await main.getByText('I tried it: Alphaus gave an access token.').waitFor();
  await main.getByRole('button', { name: SWITCHED }).waitFor();
  const successor = called('nightly').find(({ id }) => id !== old.id);
  if (successor === undefined) throw new Error('it has no successor');
  expect([await exchange(old), await exchange(successor)]).toEqual([
    'Access token issued',
    'Access token issued',
  ]);

  await aWeekLater();
  await aWeekLater();
  await main.getByText('The overlap of nightly ended').first().waitFor();
  expect(await exchange(old)).toBe('Access token issued');
  await main.getByRole('button', { name: SWITCHED }).last().click();
  await page
    .getByRole('dialog', { name: 'Delete the old client?' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await main.getByText('Deleted nightly').first().waitFor();
  expect([await exchange(old), await exchange(successor)]).toEqual([
    'Refused with status 401',
    'Access token issued',
  ]);
}, 120_000);
