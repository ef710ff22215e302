import { type Sentence, sentence } from '../sentence.js';
import { listed } from './grammar.js';

/** How each subcommand is typed, and what it does, in the order of its name. */
const commands = {
  access: {
    usage: 'access [add @who U … [--until DATE|90d] | remove @who [U …]]',
    summary: 'who can use which Alphaus user; without arguments, a list with buttons',
  },
  audit: {
    usage:
      'audit [--since T] [--until T] [--by @person] [--user U] [--action A] [--client ID] [--export csv|jsonl]',
    summary: 'who tried what, and what happened',
  },
  claim: {
    usage: 'claim <client-id> [--purpose "…"] [--owner @group]',
    summary: 'become the owner of a client of unknown origin',
  },
  create: {
    usage:
      'create [name] [--user U] [--purpose "…"] [--owner @group] [--until 2027-03-31|90d|12w] [--for @person]',
    summary: 'create an API client; without arguments, a form opens',
  },
  delete: { usage: 'delete <client-id or name>', summary: 'delete a client, after you confirm' },
  doctor: { usage: 'doctor', summary: 'check everything this app needs, and say what to fix' },
  extend: {
    usage: 'extend <client-id or name> [--until 2027-03-31|90d|12w]',
    summary: 'move the end date of a client',
  },
  help: { usage: 'help', summary: 'this help' },
  list: {
    usage:
      'list [--user U] [--mine] [--owner @who] [--unknown-origin] [--older-than 180d] [--ending 30d] [--export csv|jsonl] [text]',
    summary: 'browse the API clients',
  },
  request: {
    usage: 'request [name] [--user U] [--purpose "…"] [--owner @group] [--until 2027-03-31|90d|12w]',
    summary: 'request an API client that you can’t create yourself',
  },
  requests: { usage: 'requests', summary: 'your requests, and those waiting for your decision' },
  review: {
    usage: 'review [owner-gone | unknown-origin | ending | stale] [--user U]',
    summary: 'what needs somebody’s attention, with buttons',
  },
  rotate: {
    usage: 'rotate <client-id or name> [--overlap DAYS] [--until 2027-03-31|90d|12w]',
    summary: 'a successor with a new secret; the old client works until you delete it',
  },
  setup: { usage: 'setup', summary: 'connect Alphaus, and set who can do what' },
  show: { usage: 'show <client-id or name>', summary: 'everything known about one client' },
  transfer: {
    usage: 'transfer <client-id> <@person | @group>',
    summary: 'hand a client over to a new owner',
  },
  version: { usage: 'version', summary: 'the version of the bot' },
  'who-can': { usage: 'who-can <action> [Alphaus user]', summary: 'who can do something' },
  why: {
    usage: 'why [action] [Alphaus user | client-id]',
    summary: 'why you can or can’t do something',
  },
};

type CommandName = keyof typeof commands;

export const help = {
  title: 'API Clients',
  intro:
    'Create, list, rotate and delete API clients of Alphaus from Slack. A secret is shown only to you, once.',
  /** `meant`: the command that the person most likely wanted to type, where one is close. */
  unknown: (word: string, meant: CommandName | undefined): Sentence => [
    'Unknown command ',
    { code: word },
    ...(meant === undefined
      ? ['. ', { code: '/apiclient help' }, ' shows all commands.']
      : ['. Did you mean ', { code: meant }, '?']),
  ],
  /** On the button that does it. */
  meant: (command: CommandName): string => `Yes, ${command}`,
  groups: {
    clients: 'API clients',
    requests: 'Requests',
    workspace: 'This workspace',
    questions: 'Rights and help',
  },
  short: (name: CommandName): Sentence => [{ code: `/apiclient ${name}` }, `  ${commands[name].summary}`],
  /** Names the commands that somebody can’t use. */
  mayNot: (names: readonly CommandName[]): Sentence => [
    'You can’t use ',
    ...listed(names.map((name) => ({ code: name }))),
    '.',
  ],
  howTyped: sentence({ code: '/apiclient create --help' }, ' shows how a command is typed.'),
  showOptions: 'Show all options',
  commands,
  command: (name: CommandName): Sentence => [
    { code: `/apiclient ${commands[name].usage}` },
    `  ${commands[name].summary}`,
  ],
};
