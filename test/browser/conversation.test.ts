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

test('Ctrl+K leads to a channel, to App Home, and to being somebody else, by some letters of the name', async () => {
  const search = aiko.page.getByRole('dialog', { name: 'Go to …' });
  const goTo = async (letters: string): Promise<void> => {
    await aiko.page.keyboard.press('Control+k');
    await search.waitFor();
    await aiko.page.keyboard.type(letters);
    await aiko.page.keyboard.press('Enter');
    await search.waitFor({ state: 'detached' });
  };
  await aiko.page.getByRole('textbox', { name: 'Message' }).waitFor();
  await goTo('appr');
  await aiko.main.getByRole('heading', { name: 'approvals' }).waitFor();
  await goTo('home');
  await aiko.page.getByRole('tab', { name: 'Home', selected: true }).waitFor();
  await goTo('chloe');
  await expect.poll(() => aiko.page.getByLabel('Acting as').inputValue()).toBe('chloe');
});

test('the arrow up brings the last command back, to be edited', async () => {
  await aiko.say('/apiclient verson');
  await aiko.main.getByText('Only visible to you').first().waitFor();
  await aiko.page.keyboard.press('ArrowUp');
  const composer = aiko.page.getByRole('textbox', { name: 'Message' });
  await expect.poll(() => composer.inputValue()).toBe('/apiclient verson');
  await aiko.page.keyboard.press('Escape');
});

test('a form in which something was entered asks before it closes', async () => {
  await aiko.say('/apiclient create');
  const form = aiko.page.getByRole('dialog', { name: 'Create API client' });
  await form.getByLabel('Purpose').fill('Exports the nightly costs');
  await aiko.page.keyboard.press('Escape');
  const question = aiko.page.getByRole('dialog', { name: 'Discard what you entered?' });
  await question.getByRole('button', { name: 'Keep editing' }).click();
  expect(await form.getByLabel('Purpose').inputValue()).toBe('Exports the nightly costs');
  await form.getByRole('button', { name: 'Cancel' }).click();
  await question.getByRole('button', { name: 'Discard' }).click();
  await form.waitFor({ state: 'detached' });
});

test('a channel with something new is bold, and counted only where one is mentioned', async () => {
  const channel = aiko.page.getByRole('navigation').getByRole('button', { name: 'partners' });
  await sandbox.slack.as('ben').say('good morning', { channel: '#partners' });
  await expect.poll(() => channel.getAttribute('aria-description')).toBe('1 unread');
  expect(await channel.locator('.unread').count()).toBe(0);
  await sandbox.slack.as('ben').say('good morning, @aiko', { channel: '#partners' });
  await expect.poll(() => channel.getAttribute('aria-description')).toBe('2 unread, 1 for you');
  expect(await channel.locator('.unread').innerText()).toBe('1');
});

test('an address that names nobody says so; the skip link leads past everything to the message', async () => {
  const lost = await openWindow(browser, sandbox, '/?as=bob');
  await lost.page.getByText('There is nobody called “bob”').waitFor();
  await lost.page.evaluate(() => document.querySelector<HTMLElement>('.skip-link')?.focus());
  await lost.page.keyboard.press('Enter');
  expect(await lost.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Message');
  await lost.page.goto(`${sandbox.url}/?as=T9NOWHERE.aiko`);
  await lost.page.getByText('There is nobody called “T9NOWHERE.aiko” whom you can act as').waitFor();
  await lost.say('/apiclient version');
  await lost.main.getByText('API Clients bot, version').waitFor();
  await lost.close();
});

test('a notice covers nothing, stays while one points at it, is read once, and fades by itself', async () => {
  await aiko.page.clock.install();
  await aiko.page.goto(`${sandbox.url}/?as=bob`);
  const notice = aiko.page.getByText('There is nobody called “bob”');
  await notice.waitFor();
  const composer = aiko.page.getByRole('textbox', { name: 'Message' });
  expect([await isInView(notice), await isInView(composer)]).toEqual([true, true]);
  expect(await aiko.page.getByRole('log', { name: 'Notices' }).getAttribute('aria-live')).toBe('assertive');
  // What a screen reader is told of: nodes that come into the log.
  await aiko.page.evaluate(() => {
    const log = document.querySelector('.notices');
    if (!log) throw new Error('there is no log of notices');
    new MutationObserver((changes) => {
      const added = changes.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0);
      log.setAttribute('data-read', String(Number(log.getAttribute('data-read') ?? 0) + added));
    }).observe(log, { childList: true, subtree: true, characterData: true });
  });
  await notice.hover();
  await aiko.page.clock.runFor(60_000);
  expect(await notice.count()).toBe(1);
  await composer.hover();
  await aiko.page.clock.runFor(11_800);
  await expect.poll(() => aiko.page.locator('.notice-fades').count()).toBe(1);
  await aiko.page.clock.runFor(1000);
  await notice.waitFor({ state: 'detached' });
  expect(await aiko.page.locator('.notices').getAttribute('data-read')).toBe('0');
});
