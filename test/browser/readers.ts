import type { PageLanguage } from '../../sandbox/page/src/words/language.js';
import { pageWords } from '../../sandbox/page/src/words/words.js';
import { wordsFor } from '../../src/slack/text/languages.js';

const readerIn = (language: PageLanguage, locale: string) => ({
  /** The browser's. */
  locale,
  /** The languages in which people have Slack: all but the admin have it in English. */
  locales: { aiko: locale },
  /** What the page says. */
  ...pageWords[language],
  /** What the bot says to the admin, and in what everybody reads. */
  words: wordsFor(language),
});

/** What somebody reads whose browser is in English, as the admin's Slack is. */
export const inEnglish = readerIn('en', 'en-US');
/** What somebody reads whose browser is in Japanese, as the admin's Slack is. */
export const inJapanese = readerIn('ja', 'ja-JP');
export type Reader = typeof inEnglish;
/** What the bot says to everybody but the admin. */
export const english = wordsFor('en');
