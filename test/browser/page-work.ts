import type { Page } from 'playwright-core';

/**
 * How often functions of the page's scripts are called while `act` goes on: what the page has to do, whatever else the
 * machine is doing. What the browser does by itself (layout, parsing) is not in it.
 */
export async function callsDuring(page: Page, act: () => Promise<void>): Promise<number> {
  await page.coverage.startJSCoverage();
  await act();
  const scripts = await page.coverage.stopJSCoverage();
  // The first range is the function as a whole; the others are its branches.
  return scripts
    .flatMap(({ functions }) => functions.map(({ ranges: [whole] }) => whole?.count ?? 0))
    .reduce((sum, calls) => sum + calls, 0);
}

export const elementsOf = (page: Page): Promise<number> => page.locator('*').count();
