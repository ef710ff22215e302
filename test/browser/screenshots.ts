import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import UPNG from 'upng-js';
import { choose, launchChromium } from './chromium.js';
import { openSandbox, openWindow } from './open-sandbox.js';
import { english, inEnglish, inJapanese } from './readers.js';

const DOCS = new URL('../../docs/', import.meta.url).pathname;
const DESK = { width: 1280, height: 860 };
const COLOURS = 96;
/** What happens at a click is there, and moves no more. */
const SETTLED_MS = 600;

/** For whom pictures are taken, and what the admin enters. */
const forEnglish = {
  ...inEnglish,
  /** Behind the names of the files. */
  mark: '',
  /** Who reads the list in the last picture. */
  lister: 'ben',
  purpose: 'Exports the nightly costs',
};
const forJapanese: typeof forEnglish = {
  ...inJapanese,
  mark: '.ja',
  lister: 'aiko',
  purpose: '夜間にコストデータをエクスポートする',
};

interface Snap {
  readonly rgba: ArrayBuffer;
  readonly width: number;
  readonly height: number;
}

async function snapped(page: Page): Promise<Snap> {
  await page.waitForTimeout(SETTLED_MS);
  const png = UPNG.decode(exactBuffer(await page.screenshot()));
  const [rgba] = UPNG.toRGBA8(png);
  if (rgba === undefined) throw new Error('a screenshot without a picture');
  return { rgba, width: png.width, height: png.height };
}

/** Pictures of one window, one after the other, that become one moving picture. */
class Film {
  readonly #frames: ArrayBuffer[] = [];
  readonly #shownMs: number[] = [];
  #size = { width: 0, height: 0 };

  async take(page: Page, shownMs: number): Promise<void> {
    this.add(await snapped(page), shownMs);
  }

  add({ rgba, width, height }: Snap, shownMs: number): void {
    this.#size = { width, height };
    this.#frames.push(rgba);
    this.#shownMs.push(shownMs);
  }

  write(path: string): Promise<void> {
    const { width, height } = this.#size;
    return writeFile(path, Buffer.from(UPNG.encode(this.#frames, width, height, COLOURS, this.#shownMs)));
  }
}

function exactBuffer(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}

/** Takes the pictures of a README, the way a newcomer sees the sandbox. */
async function takePictures({
  locale,
  mark,
  locales,
  tour,
  trial,
  underneath,
  words,
  lister,
  purpose,
}: typeof forEnglish): Promise<void> {
  const [browser, sandbox] = await Promise.all([launchChromium(), openSandbox(locales)]);
  const window = (address: string, look: BrowserContextOptions) =>
    openWindow(browser, sandbox, address, { ...look, locale });
  const picture = (page: Page, name: string) => page.screenshot({ path: join(DOCS, `${name}${mark}.png`) });
  const { steps } = tour;
  const takeThem = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: trial.take }).click();
    await page.getByRole('button', { name: trial.submit }).click();
  };
  try {
    const film = new Film();
    const tourist = await window('/', { viewport: { width: 1120, height: 720 } });
    const { page, main } = tourist;
    const lift = (step: keyof typeof steps) =>
      tourist.tour.getByRole('button', { name: steps[step].lifts[0] ?? '' }).click();
    const at = (step: keyof typeof steps) =>
      tourist.tour.getByText(steps[step].title, { exact: true }).waitFor();
    await at('make');
    await lift('make');
    const form = page.getByRole('dialog', { name: words.create.title });
    await form.getByLabel(words.facts.name).fill('nightly-export');
    await form.getByLabel(words.facts.purpose).fill(purpose);
    const opening = await snapped(page);
    await form.getByRole('button', { name: words.create.submit, exact: true }).click();
    await at('token');
    await lift('token');
    await main.getByText(words.facts.clientSecret, { exact: true }).waitFor();
    // What stands still, where a picture does not move, is what the bot is for.
    await film.take(page, 2500);
    film.add(opening, 2000);
    await takeThem(page);
    await at('ask');
    await film.take(page, 2500);
    await lift('ask');
    // Everybody but the admin has Slack in English.
    const request = page.getByRole('dialog', { name: english.requests.form.title });
    await request.getByLabel(english.facts.name).fill('cost-dashboard');
    await choose(request, english.facts.user, 'analytics');
    await request.getByLabel(english.facts.purpose).fill('Feeds the cost dashboard of the data team');
    await film.take(page, 2000);
    await request.getByRole('button', { name: english.requests.form.submit }).click();
    await at('approve');
    await lift('approve');
    const approve = main.getByRole('button', { name: words.requests.approve, exact: true });
    await approve.waitFor();
    await film.take(page, 2500);
    await picture(page, 'approval');
    await approve.click();
    await main.getByRole('button', { name: words.requests.revoke }).waitFor();
    await film.take(page, 2000);
    await at('collect');
    await lift('collect');
    await main.getByRole('button', { name: english.requests.collect }).click();
    await at('rotate');
    await film.take(page, 2500);
    await film.write(join(DOCS, `tour${mark}.png`));
    await tourist.close();

    const desk = await window('/?as=aiko#dm', { viewport: DESK });
    await desk.page.getByRole('button', { name: tour.leave }).click();
    await desk.main.getByRole('button', { name: words.secret.saved }).waitFor();
    await desk.page.getByRole('button', { name: trial.show }).click();
    await takeThem(desk.page);
    await desk.page.getByText(trial.issued).waitFor();
    await desk.main.getByText(words.facts.clientSecret, { exact: true }).scrollIntoViewIfNeeded();
    await desk.page.waitForTimeout(SETTLED_MS);
    await picture(desk.page, 'sandbox');
    await desk.close();

    const dark = await window(`/?as=${lister}#approvals`, { viewport: DESK, colorScheme: 'dark' });
    await dark.page.getByRole('button', { name: tour.leave }).click();
    await dark.page.getByRole('button', { name: underneath.show }).click();
    await dark.say('/apiclient list');
    await dark.main.getByRole('button', { name: words.list.show, exact: true }).last().waitFor();
    await dark.page.waitForTimeout(SETTLED_MS);
    await picture(dark.page, 'sandbox-underneath');
    await dark.close();
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}

await takePictures(forEnglish);
await takePictures(forJapanese);
