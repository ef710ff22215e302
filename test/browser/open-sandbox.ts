import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Setting } from '../../sandbox/setting.js';
import { inEnglish, inJapanese } from './readers.js';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.js';

const project = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** The whole sandbox, on a port of its own, with nothing kept from before; everybody has Slack in English by default. */
export const openSandbox = (
  locales: SandboxOptions['locales'] = {},
  setting?: Setting,
  clients = 0,
): Promise<RunningSandbox> =>
  startSandbox({
    root: project,
    port: 0,
    botEntry: 'src/main.ts',
    locales,
    clients,
    ...(setting && { setting }),
  });

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

/** `address` as in `/?as=ben#dm`; the page is in the language of the browser’s `locale`. */
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
  const { workspace: says, tour } = look.locale === inJapanese.locale ? inJapanese : inEnglish;
  const navigation = page.getByRole('navigation', { name: says.sidebar.name });
  const composer = page.getByRole('textbox', { name: says.composer.name });
  return {
    page,
    main: page.getByRole('main'),
    tour: page.getByRole('region', { name: tour.name }),
    actAs: async (name) => {
      await page.getByLabel(says.people.actingAs).selectOption({ label: name });
      // The window is called after whose Slack it shows.
      await page.waitForFunction((whose) => document.title.endsWith(whose), `· ${name}`);
    },
    go: async (place) => {
      if (!(await navigation.isVisible()))
        await page.getByRole('button', { name: says.bar.channels }).click();
      await navigation.getByText(place.replace('#', ''), { exact: true }).click();
    },
    say: async (text) => {
      await composer.fill(text);
      await composer.press('Enter');
    },
    close: () => context.close(),
  };
}
