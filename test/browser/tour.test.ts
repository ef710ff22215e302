import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SandboxClient } from '../../sandbox/api/api-clients.js';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { choose, isInView, isTooWide, launchChromium, looks, seriousFindings } from './chromium.js';
import { openSandbox, openWindow, type Window } from './open-sandbox.js';

let browser: Browser;
let sandbox: RunningSandbox;
let window: Window;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  sandbox = await openSandbox();
}, 60_000);
afterEach(async () => {
  await window.close();
  await sandbox.stop();
});

const step = (title: string) => window.tour.getByText(title, { exact: true }).waitFor();
const lift = (text: string) => window.tour.getByRole('button', { name: text }).click();
const named = (name: string) => sandbox.api.clients().find((client) => client.name === name);

/** What the API answers to an exchange of a client's credentials. */
const status = async (client: SandboxClient | undefined): Promise<number> => {
  const response = await fetch(`${sandbox.api.loginUrl}/ripple/access_token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client?.id ?? '',
      client_secret: client?.secret ?? '',
      scope: 'openid',
    }),
  });
  await response.arrayBuffer();
  return response.status;
};

describe.each(looks)('the tour, $name', (look) => {
  test('leads from the first API client to its extension weeks later, and what it says is so', async () => {
    window = await openWindow(browser, sandbox, '/', look);
    const { page, main } = window;
    await step('Make an API client');
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
    await lift('Type it for me');
    const form = page.getByRole('dialog', { name: 'Create API client' });
    await form.getByLabel('Name').fill('nightly-export');
    await form.getByLabel('Purpose').fill('Exports the nightly costs');
    await form.getByRole('button', { name: 'Create' }).click();

    await step('Get an access token with its secret');
    const made = named('nightly-export');
    expect(made).toBeDefined();
    await lift('Take me there');
    if (look.viewport.width > 1000) expect(await isInView(main.getByText(made?.secret ?? ''))).toBe(true);
    const panel = page.getByRole('region', { name: 'API client credentials' });
    await panel.getByRole('button', { name: 'Take them from the message' }).click();
    expect(await panel.getByLabel('Client secret').inputValue()).toBe(made?.secret);
    await panel.getByRole('button', { name: 'Get access token' }).click();
    await panel.getByText('Access token issued').waitFor();
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
    await panel.getByRole('button', { name: 'Close this panel' }).click();
    const receipt = sandbox.slack.as('aiko').messages('dm').at(-1);
    expect(receipt?.content).toContain('nightly-export');
    await main
      .getByText(made?.id ?? '', { exact: true })
      .first()
      .waitFor();

    await step('Ask, as somebody who may not');
    await lift('Become Chloe and type it');
    const request = page.getByRole('dialog', { name: 'Request API client' });
    await request.getByLabel('Name').fill('dashboard');
    await choose(request, 'Alphaus user', 'analytics');
    await request.getByLabel('Purpose').fill('Feeds the dashboard of the data team');
    await request.getByRole('button', { name: 'Send request' }).click();

    await step('Approve it');
    await lift('Become Ben');
    await main.getByText('Feeds the dashboard of the data team').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await main.getByRole('button', { name: 'Approve', exact: true }).click();
    await main.getByText('Approved by').waitFor();
    await step('Collect it');
    expect(named('dashboard')).toBeUndefined();
    await lift('Become Chloe');
    await main.getByRole('button', { name: 'Create and show secret' }).click();

    await step('Change a secret without an outage');
    const collected = named('dashboard');
    expect(collected?.user).toBe('analytics');
    await main.getByText(collected?.secret ?? '', { exact: true }).waitFor();
    expect(await isInView(main.getByText(collected?.secret ?? '', { exact: true }))).toBe(true);
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
    await lift('Become Aiko');
    // The bot draws Home again when it is opened, and a menu that was open is closed then.
    await vi.waitFor(
      async () => {
        await main.getByRole('button', { name: 'More actions' }).first().click();
        await main.getByRole('menuitem', { name: 'Rotate' }).click({ timeout: 1000 });
      },
      { timeout: 20_000 },
    );
    const rotating = page.getByRole('dialog', { name: 'Rotate API client' });
    await rotating.getByLabel('Overlap').waitFor();
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
    await rotating.getByRole('button', { name: 'Rotate' }).click();

    await step('Let a week pass');
    const successor = sandbox.api.clients().findLast(({ name }) => name === 'nightly-export');
    expect([successor?.id === made?.id, await status(made), await status(successor)]).toEqual([
      false,
      200,
      200,
    ]);
    await lift('A week later');

    await step('Give the old one up');
    await lift('Take me there');
    const switched = main.getByRole('button', { name: 'Switched, delete the old one' }).last();
    await switched.waitFor();
    await expect.poll(() => isInView(switched)).toBe(true);
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
    await switched.click();
    await page.getByRole('dialog').getByRole('button').last().click();
    await step('Give one an end date');
    await lift('Type it for me');
    await step('Be warned');
    await lift('A week later');
    await step('Extend it, or let it end');
    await lift('Take me there');
    const extend = main.getByRole('button', { name: 'Extend' }).last();
    await extend.waitFor();
    await expect.poll(() => isInView(extend)).toBe(true);
    await extend.click();
    const extending = page.getByRole('dialog', { name: /Extend/ });
    await extending.getByLabel('Until').fill('30d');
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
    await extending.getByRole('button', { name: 'Extend' }).click();
    await step('That is the whole story');
    expect([await status(made), await status(successor)]).toEqual([401, 200]);
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
    expect(sandbox.slack.violations()).toEqual([]);
  }, 150_000);
});

test('a person who leaves the tour is not bothered, even after a reload, and resumes it where they left', async () => {
  window = await openWindow(browser, sandbox, '/');
  await window.tour.getByRole('button', { name: 'Skip this step' }).click();
  await step('Get an access token with its secret');
  await window.tour.getByRole('button', { name: 'Leave the tour' }).click();
  await window.page.reload();
  await window.page.getByRole('textbox', { name: 'Message' }).waitFor();
  expect(await window.tour.count()).toBe(0);
  await window.page.getByRole('button', { name: 'Take the tour' }).click();
  await step('Get an access token with its secret');
});

test('a step is done by typing and by a program of one’s own, too', async () => {
  window = await openWindow(browser, sandbox, '/');
  await window.say('/apiclient create nightly --user billing --purpose "Exports the nightly costs"');
  await step('Get an access token with its secret');
  expect(await status(named('nightly'))).toBe(200);
  await step('Ask, as somebody who may not');
});
