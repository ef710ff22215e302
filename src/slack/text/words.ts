import type { en } from './en/en.js';

/** Everything that a person can read, in one language: a word more or less in another one does not compile. */
export type Words = typeof en;

/** The subcommands of `/apiclient`. */
export type CommandName = keyof Words['help']['commands'];
