import type { clients } from './en/clients/clients.js';
import type { en } from './en/en.js';
import type { requestNews } from './en/requests/request-news.js';

/** Everything that a person can read, in one language: a word more or less in another one does not compile. */
export type Words = typeof en;

/** The words that are about API clients. */
export type ClientsWords = typeof clients;

/** The words of messages about requests that nobody asked for. */
export type RequestNewsWords = typeof requestNews;

/** The subcommands of `/apiclient`. */
export type CommandName = keyof Words['help']['commands'];
