import axe from 'axe-core';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

/** Every look that the page has: both themes, and the sizes of a desk and of a phone. */
export const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'light phone', colorScheme: 'light', viewport: { width: 390, height: 780 } },
  { name: 'dark phone', colorScheme: 'dark', viewport: { width: 390, height: 780 } },
] as const;

/** What axe finds serious or critical, in a line each. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const findings: unknown = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(
    ({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.map((node) => id + ': ' + help + ': ' + node.html.slice(0, 200)))
  )`);
  if (!Array.isArray(findings)) throw new Error('axe gave no list');
  return findings.map(String);
}

/** Chooses an option in a select, which one can search in. */
export async function choose(where: Page | Locator, label: string, option: string): Promise<void> {
  await where.getByLabel(label, { exact: true }).click();
  await where.getByRole('listbox').getByRole('option', { name: option, exact: true }).click();
}

/** Whether anything makes the page scroll sideways. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** Whether all of it stands where the person sees it, neither scrolled away nor covered. */
export const isInView = (shown: Locator): Promise<boolean> =>
  shown.first().evaluate((element) => {
    const { top, bottom, left } = element.getBoundingClientRect();
    const isUnder = (y: number): boolean => {
      const there = document.elementFromPoint(left + 2, y);
      return there !== null && (element.contains(there) || there.contains(element));
    };
    return isUnder(top + 2) && isUnder(bottom - 2);
  });
