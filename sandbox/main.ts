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

interface Given {
  readonly fresh: boolean;
  readonly clients: number;
  readonly setting: Setting;
}

function given(): Given {
  let values: Record<'fresh' | 'workspaces' | 'socket-mode', boolean> & { readonly clients: string };
  try {
    const options = {
      fresh: { type: 'boolean', default: false },
      clients: { type: 'string', default: '0' },
      workspaces: { type: 'boolean', default: false },
      'socket-mode': { type: 'boolean', default: false },
    } as const;
    values = parseArgs({ options }).values;
  } catch {
    const typed = process.argv.slice(2).join(' ');
    return refuse(
      new Error(
        `The sandbox knows --fresh (forget what was kept), --clients NUMBER (have so many API clients), --workspaces (several, to install the app into) and --socket-mode, not "${typed}".`,
      ),
    );
  }
  const clients = Number(values.clients);
  if (Number.isInteger(clients) && clients >= 0 && clients <= MOST_CLIENTS) {
    return {
      fresh: values.fresh,
      clients,
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
  locales: { aiko: 'ja-JP' },
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
