import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import UPNG from 'upng-js';
import { choose, launchChromium } from './chromium.js';
import { openSandbox, openWindow } from './open-sandbox.js';

const DOCS = new URL('../../docs/', import.meta.url).pathname;
const DESK = { width: 1280, height: 860 };
const COLOURS = 96;
/** What happens at a click is there, and moves no more. */
const SETTLED_MS = 600;

/** Pictures of one window, one after the other, that become one moving picture. */
class Film {
  readonly #frames: ArrayBuffer[] = [];
  readonly #shownMs: number[] = [];
  #size = { width: 0, height: 0 };

  async take(page: Page, shownMs: number): Promise<void> {
    await page.waitForTimeout(SETTLED_MS);
    const png = UPNG.decode(exactBuffer(await page.screenshot()));
    const [rgba] = UPNG.toRGBA8(png);
    if (rgba === undefined) throw new Error('a screenshot without a picture');
    this.#size = { width: png.width, height: png.height };
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

/** Takes README's pictures of the sandbox, the way a newcomer sees it. */
async function takePictures(): Promise<void> {
  const [browser, sandbox] = await Promise.all([launchChromium(), openSandbox()]);
  const picture = (page: Page, name: string) => page.screenshot({ path: join(DOCS, name) });
  try {
    const film = new Film();
    const tourist = await openWindow(browser, sandbox, '/', { viewport: { width: 1120, height: 720 } });
    const { page, tour, main } = tourist;
    const lift = (text: string) => tour.getByRole('button', { name: text }).click();
    const step = (title: string) => tour.getByText(title, { exact: true }).waitFor();
    await step('Make an API client');
    await film.take(page, 2500);
    await lift('Type it for me');
    const form = page.getByRole('dialog', { name: 'Create API client' });
    await form.getByLabel('Name').fill('nightly-export');
    await form.getByLabel('Purpose').fill('Exports the nightly costs');
    await film.take(page, 2000);
    await form.getByRole('button', { name: 'Create' }).click();
    await step('Get an access token with its secret');
    await lift('Take me there');
    await main.getByText('Client secret').waitFor();
    await film.take(page, 2500);
    await page.getByRole('button', { name: 'Take them from the message' }).click();
    await page.getByRole('button', { name: 'Get access token' }).click();
    await step('Ask, as somebody who may not');
    await film.take(page, 2500);
    await lift('Become Chloe and type it');
    const request = page.getByRole('dialog', { name: 'Request API client' });
    await request.getByLabel('Name').fill('cost-dashboard');
    await choose(request, 'Alphaus user', 'analytics');
    await request.getByLabel('Purpose').fill('Feeds the cost dashboard of the data team');
    await film.take(page, 2000);
    await request.getByRole('button', { name: 'Send request' }).click();
    await step('Approve it');
    await lift('Become Ben');
    await main.getByRole('button', { name: 'Approve' }).waitFor();
    await film.take(page, 2500);
    await main.getByRole('button', { name: 'Approve' }).click();
    await main.getByText('Approved by').waitFor();
    await film.take(page, 2000);
    await step('Collect it');
    await lift('Become Chloe');
    await main.getByRole('button', { name: 'Create and show secret' }).click();
    await step('Delete it');
    await film.take(page, 2500);
    await film.write(join(DOCS, 'tour.png'));
    await tourist.close();

    const desk = await openWindow(browser, sandbox, '/?as=aiko#dm', { viewport: DESK });
    await desk.page.getByRole('button', { name: 'Leave the tour' }).click();
    await desk.main.getByRole('button', { name: 'I have saved it' }).waitFor();
    await desk.page.getByRole('button', { name: 'Take them from the message' }).click();
    await desk.page.getByRole('button', { name: 'Get access token' }).click();
    await desk.page.getByText('Access token issued').waitFor();
    await desk.main.getByText('Client secret').scrollIntoViewIfNeeded();
    await desk.page.waitForTimeout(SETTLED_MS);
    await picture(desk.page, 'sandbox.png');
    await desk.close();

    const dark = await openWindow(browser, sandbox, '/?as=ben#approvals', {
      viewport: DESK,
      colorScheme: 'dark',
    });
    await dark.page.getByRole('button', { name: 'Leave the tour' }).click();
    await dark.page.getByRole('button', { name: 'Show what happens underneath' }).click();
    await dark.say('/apiclient list');
    await dark.main.getByRole('button', { name: 'Show' }).last().waitFor();
    await dark.page.waitForTimeout(SETTLED_MS);
    await picture(dark.page, 'sandbox-underneath.png');
    await dark.close();
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}

await takePictures();
