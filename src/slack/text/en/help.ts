import type { Sentence } from '../sentence.js';

/** How each subcommand is typed, and what it does, in the order of its name. */
const commands = {
  access: {
    usage: 'access [add @who U … | remove @who [U …]]',
    summary: 'who may use which Alphaus user; without arguments a list with its buttons',
  },
  audit: {
    usage: 'audit [--since T] [--until T] [--user U] [--action A] [--client ID] [--export csv|jsonl]',
    summary: 'who tried what, and what became of it',
  },
  create: {
    usage: 'create [name] [--user U] [--purpose "…"] [--owner @group]',
    summary: 'make an API client; without arguments a form opens',
  },
  delete: { usage: 'delete <client-id>', summary: 'delete a client, after a confirmation' },
  doctor: { usage: 'doctor', summary: 'looks at everything that this app needs, and says what to mend' },
  help: { usage: 'help', summary: 'this text' },
  list: { usage: 'list [--user U] [--mine] [text]', summary: 'browse the API clients' },
  request: {
    usage: 'request [name] [--user U] [--purpose "…"] [--owner @group]',
    summary: 'ask for an API client that you may not create yourself',
  },
  requests: { usage: 'requests', summary: 'what you asked for, and what waits for your decision' },
  setup: { usage: 'setup', summary: 'connect Alphaus, and say who may do what' },
  show: { usage: 'show <client-id>', summary: 'everything known about one client' },
  version: { usage: 'version', summary: 'which version of the bot runs' },
  'who-can': { usage: 'who-can <action> [Alphaus user]', summary: 'which people may do something' },
  why: {
    usage: 'why [action] [Alphaus user | client-id]',
    summary: 'why you may do something, or may not',
  },
};

export const help = {
  title: 'API Clients',
  intro: 'Create, list and delete API clients of Alphaus from Slack. A secret is shown only to you, once.',
  unknown: (word: string): Sentence => ['I do not know ', { code: word }, '. This is what I know:'],
  may: 'You may use all of these.',
  mayNot: 'These you may not use for now:',
  commands,
  command: (name: keyof typeof commands): Sentence => [
    { code: `/apiclient ${commands[name].usage}` },
    `  ${commands[name].summary}`,
  ],
};
