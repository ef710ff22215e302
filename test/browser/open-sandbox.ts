import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type RunningSandbox, startSandbox } from '../../sandbox/start-sandbox.js';

const project = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** The whole sandbox, on a port of its own, with nothing kept from before. */
export const openSandbox = (): Promise<RunningSandbox> =>
  startSandbox({ root: project, port: 0, botEntry: 'src/main.ts' });

/** One window of the page, used by the words on it. */
export interface Window {
  readonly page: Page;
  readonly main: Locator;
  readonly tour: Locator;
  actAs(name: string): Promise<void>;
  go(place: string): Promise<void>;
  say(text: string): Promise<void>;
  close(): Promise<void>;
}

/** `address` as in `/?as=ben#dm`. */
export async function openWindow(
  browser: Browser,
  sandbox: RunningSandbox,
  address: string,
  look: BrowserContextOptions = {},
): Promise<Window> {
  const context = await browser.newContext(look);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${sandbox.url}${address}`);
  const navigation = page.getByRole('navigation', { name: 'Channels' });
  const composer = page.getByRole('textbox', { name: 'Message' });
  return {
    page,
    main: page.getByRole('main'),
    tour: page.getByRole('region', { name: 'Tour' }),
    actAs: async (name) => {
      await page.getByLabel('Acting as').selectOption({ label: name });
    },
    go: async (place) => {
      if (!(await navigation.isVisible())) await page.getByRole('button', { name: 'Show channels' }).click();
      await navigation.getByText(place.replace('#', ''), { exact: true }).click();
    },
    say: async (text) => {
      await composer.fill(text);
      await composer.press('Enter');
    },
    close: () => context.close(),
  };
}
