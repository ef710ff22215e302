export const LANGUAGE_KEY = 'sandbox-language';

export const PAGE_LANGUAGES = ['en', 'ja'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

interface Browser {
  readonly localStorage?: { getItem(key: string): string | null };
  readonly navigator?: { readonly language?: string };
}

/** Tests without a browser have nothing of it. */
const browser: Browser & typeof globalThis = globalThis;

/** The page's own language: what was chosen before, else the browser's. What the bot says is in each person's. */
export const pageLanguage: PageLanguage =
  PAGE_LANGUAGES.find((one) => one === browser.localStorage?.getItem(LANGUAGE_KEY)) ??
  (/^ja\b/i.test(browser.navigator?.language ?? '') ? 'ja' : 'en');
