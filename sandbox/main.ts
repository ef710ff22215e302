import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { MOST_CLIENTS } from './most-clients.js';
import type { Setting } from './setting.js';
import { startSandbox } from './start-sandbox.js';

const ROOT = join(import.meta.dirname, '..');
const DEFAULT_PORT = 3000;

function refuse(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

function chosenPort(): number {
  const given = process.env['PORT'] ?? '';
  if (given === '') return DEFAULT_PORT;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  return refuse(new Error(`PORT must be a port number, not "${given}".`));
}

const HELP = `npm run sandbox -- [OPTIONS]

  --fresh            forgets what was kept
  --english          the admin has Slack in English too, and with her the workspace
  --clients NUMBER   has so many API clients, up to ${MOST_CLIENTS}
  --workspaces       has several workspaces, to install the app into
  --socket-mode      lets the bot open sockets to Slack
  --help             shows this

PORT=4000 npm run sandbox uses another port than ${DEFAULT_PORT}.`;

interface Given {
  readonly fresh: boolean;
  readonly clients: number;
  readonly locales: Readonly<Record<string, string>>;
  readonly setting: Setting;
}

function given(): Given {
  let values: Record<'fresh' | 'english' | 'workspaces' | 'socket-mode' | 'help', boolean> & {
    readonly clients: string;
  };
  try {
    const options = {
      fresh: { type: 'boolean', default: false },
      english: { type: 'boolean', default: false },
      clients: { type: 'string', default: '0' },
      workspaces: { type: 'boolean', default: false },
      'socket-mode': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const;
    values = parseArgs({ options }).values;
  } catch {
    const typed = process.argv.slice(2).join(' ');
    return refuse(new Error(`The sandbox doesn’t know what to do with "${typed}".\n\n${HELP}`));
  }
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const clients = Number(values.clients);
  if (Number.isInteger(clients) && clients >= 0 && clients <= MOST_CLIENTS) {
    return {
      fresh: values.fresh,
      clients,
      locales: values.english ? {} : { aiko: 'ja-JP' },
      setting: { workspaces: values.workspaces, socketMode: values['socket-mode'] },
    };
  }
  return refuse(new Error(`--clients must be a number up to ${MOST_CLIENTS}, not "${values.clients}".`));
}

let isStopping = false;
const starting = startSandbox({
  root: ROOT,
  port: chosenPort(),
  botEntry: 'src/main.ts',
  ...given(),
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    starting.then((sandbox) => sandbox.stop()).then(() => process.exit(0), refuse);
  });
}

try {
  const { url, bot, botLog } = await starting;
  console.log(`Sandbox: ${url}`);
  console.log(
    `The bot's log: ${relative(process.cwd(), botLog)}. Ctrl-C ends everything; what you made stays.`,
  );
  bot.onEnded((ending) => {
    bot
      .lastWords()
      .then((words) => console.error(`The bot has ended (${ending}). Its last words:\n${words}`), refuse);
  });
} catch (error) {
  refuse(error);
}
