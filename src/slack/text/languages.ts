import { en } from './en/en.js';
import { ja } from './ja/ja.js';
import type { Words } from './words.js';

export type Language = 'en' | 'ja';

const languages: Readonly<Record<Language, Words>> = { en, ja };

export const wordsFor = (language: Language): Words => languages[language];

/** The language for a locale such as `ja-JP`: Japanese for any Japanese one, English for all others. */
export const languageOf = (locale: string): Language => (/^ja\b/i.test(locale) ? 'ja' : 'en');
