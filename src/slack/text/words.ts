import { en } from './en/en.js';

/** Everything that a person can read, in one language: a word more or less in another one does not compile. */
export type Words = typeof en;

/** The subcommands of `/apiclient`. */
export type CommandName = keyof Words['help']['commands'];

export type Language = 'en';

const languages: Readonly<Record<Language, Words>> = { en };

export const wordsFor = (language: Language): Words => languages[language];
