import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildPage } from '../../sandbox/build-page.js';
import { newScene, type Scene } from '../sandbox/slack/slack-with-fake-bot.js';
import { choose, isTooWide, launchChromium, looks, seriousFindings } from './chromium.js';
import { home, messageBlocks, modal, pushed } from './everything.js';

const project = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

let browser: Browser;
let pageDir: string;
let scene: Scene;
let page: Page;

beforeAll(async () => {
  [browser, pageDir] = await Promise.all([launchChromium(), buildPage(project, `${project}/.sandbox/page`)]);
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  scene = await newScene(undefined, { pageDir });
  scene.bot.answer(async (incoming) => {
    if (incoming.type === 'block_suggestion') {
      return {
        headers: { 'content-type': 'application/json' },
        body: {
          options: [{ text: { type: 'plain_text', text: `Found ${String(incoming.value)}` }, value: 'f' }],
        },
      };
    }
    if (incoming.type === 'shortcut') {
      await scene.web.apiCall('views.open', { trigger_id: incoming.trigger_id, view: modal });
    }
    return undefined;
  });
});
afterEach(async () => {
  await page.close();
  await scene.close();
});

const open = async (look: (typeof looks)[number], place = ''): Promise<void> => {
  const window = await browser.newContext(look);
  page = await window.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${scene.slack.url}/?as=aiko${place}`);
  await page.getByRole('button', { name: 'Leave the tour' }).click();
};
const postEverything = () =>
  scene.web.apiCall('chat.postMessage', { channel: 'C0GENERAL', text: 'all', blocks: messageBlocks });
const lastAction = () => scene.bot.last().actions?.[0];
const openModal = async (): Promise<void> => {
  await page.getByRole('button', { name: 'Shortcuts' }).click();
  await page.getByRole('menuitem', { name: 'Do it' }).click();
  await page.getByRole('dialog', { name: 'Everything' }).waitFor();
};

describe.each(looks)('$name', (look) => {
  test('every block and element of a message is drawn, and axe has nothing to say', async () => {
    await postEverything();
    await open(look);
    const message = page.getByRole('article');
    await message.getByRole('heading', { name: 'A header' }).waitFor();
    const words = await message.innerText();
    const expected = [
      'A section with code, @Ben Ortiz, @data-team and #general',
      'Left field',
      'Right field',
      'Some context',
      'bold context',
      'A chart of costs',
      'Rich @Chloe Martin',
      'a link',
      'A list item',
      'A quote',
      'exactly *this*',
      'Markdown it is',
      'A card',
      'its subtitle',
      'its body',
      'Card button',
      'Service',
      '1,204.50',
      'A table of data',
      'nightly',
      'Plain button',
      'Danger button',
      'Radio two',
      '1–1 of 2',
    ];
    expect(expected.filter((text) => !words.includes(text))).toEqual([]);
    expect(words).not.toContain('cannot draw');
    const fields = ['Pick a fruit', 'Pick a person', 'Pick a channel', 'Pick a conversation', 'Pick a date'];
    for (const label of [...fields, 'Pick a time']) await message.getByLabel(label).waitFor();
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
  });

  test('every field of a form is drawn, and axe has nothing to say', async () => {
    await open(look);
    await openModal();
    const dialog = page.getByRole('dialog', { name: 'Everything' });
    for (const block of modal.blocks.slice(1)) {
      if (!('label' in block)) continue;
      await dialog.getByText(block.label.text, { exact: true }).first().waitFor();
    }
    expect(await dialog.innerText()).not.toContain('cannot draw');
    expect([await seriousFindings(page), await isTooWide(page)]).toEqual([[], false]);
  });
});

const [desk] = looks;

describe('what a person does', () => {
  test('reaches the bot from every kind of element in a message', async () => {
    await postEverything();
    await open(desk);
    await page.getByRole('button', { name: 'Plain button' }).click();
    await expect.poll(lastAction).toMatchObject({ action_id: 'plain' });
    await choose(page, 'Pick a fruit', 'Pear');
    await expect.poll(lastAction).toMatchObject({ selected_option: { value: 'pear' } });
    await choose(page, 'Pick a person', 'Ben Ortiz');
    await expect.poll(lastAction).toMatchObject({ selected_user: 'U0BEN' });
    await page.getByLabel('Pick a date').fill('2026-03-01');
    await expect.poll(lastAction).toMatchObject({ selected_date: '2026-03-01' });
    await page.getByText('Radio two').click();
    await expect.poll(lastAction).toMatchObject({ selected_option: { value: 'radio two' } });
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(lastAction).toMatchObject({ selected_option: { value: 'second entry' } });
    await page.getByRole('button', { name: 'Later rows' }).click();
    await page.getByText('hourly').waitFor();
  });

  test('is asked about first where the bot wants it so', async () => {
    await postEverything();
    await open(desk);
    await page.getByRole('button', { name: 'Danger button' }).click();
    const question = page.getByRole('dialog', { name: 'Really?' });
    await question.getByRole('button', { name: 'Keep it' }).click();
    await question.waitFor({ state: 'detached' });
    const before = scene.bot.received.length;
    await page.getByRole('button', { name: 'Danger button' }).click();
    await question.getByRole('button', { name: 'Yes, do it' }).click();
    await expect.poll(lastAction).toMatchObject({ action_id: 'danger' });
    expect(scene.bot.received.length).toBe(before + 1);
  });

  test('fills a form with the keyboard alone, hears what is missing, and sends it', async () => {
    await open(desk);
    await openModal();
    const dialog = page.getByRole('dialog', { name: 'Everything' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.press('Enter');
    await dialog.getByText('Please complete this required field.').waitFor();
    await page.keyboard.type('hello');
    await dialog.getByLabel('Found').focus();
    await page.keyboard.type('it');
    await dialog.getByRole('option', { name: 'Found it' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByLabel('People').focus();
    await page.keyboard.type('chl');
    await dialog.getByRole('option', { name: 'Chloe Martin' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Moment').fill('2026-03-01T09:30');
    await dialog.getByRole('button', { name: 'Send' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const sent = scene.bot.received.find(({ type }) => type === 'view_submission')?.view?.state.values;
    expect([sent?.['Text']?.['it'], sent?.['Found']?.['it'], sent?.['People']?.['it']]).toMatchObject([
      { value: 'hello' },
      { selected_option: { value: 'f' } },
      { selected_users: ['U0CHLOE'] },
    ]);
    // Half past nine in Tokyo, where Aiko is.
    expect(sent?.['Moment']?.['it']).toMatchObject({
      selected_date_time: Date.parse('2026-03-01T00:30:00Z') / 1000,
    });
  });

  test('leads back from a form on top of another, and the focus stays in the form', async () => {
    await open(desk);
    await openModal();
    const { view } = scene.bot.last();
    expect(view).toBeUndefined();
    scene.bot.answer((incoming) =>
      incoming.type === 'view_submission'
        ? { headers: { 'content-type': 'application/json' }, body: { response_action: 'push', view: pushed } }
        : undefined,
    );
    await page.getByLabel('Text', { exact: true }).fill('x');
    await page.getByRole('button', { name: 'Send' }).click();
    const top = page.getByRole('dialog', { name: 'One more' });
    await top.waitFor();
    for (let press = 0; press < 8; press += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    await top.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('dialog', { name: 'Everything' }).waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByRole('dialog', { name: 'Discard what you entered?' })
      .getByText('Discard', { exact: true })
      .click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });
});

test('the Home tab is drawn, and its button opens what the bot opens', async () => {
  await scene.web.apiCall('views.publish', { user_id: 'U0AIKO', view: home });
  await open(desk, '#home');
  await page.getByRole('tab', { name: 'Home', selected: true }).waitFor();
  await page.getByRole('button', { name: 'Open everything' }).click();
  await expect.poll(lastAction).toMatchObject({ action_id: 'open' });
  await page.getByRole('tab', { name: 'Home' }).press('ArrowRight');
  await page.getByRole('tab', { name: 'Messages', selected: true }).waitFor();
});
