import { en } from './en/en.js';
import type { Words } from './words.js';

export type Language = 'en';

const languages: Readonly<Record<Language, Words>> = { en };

export const wordsFor = (language: Language): Words => languages[language];
