import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
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

/** Whether what was kept from the last time is to be forgotten. */
function isFresh(): boolean {
  try {
    return parseArgs({ options: { fresh: { type: 'boolean', default: false } } }).values.fresh;
  } catch {
    const given = process.argv.slice(2).join(' ');
    return refuse(
      new Error(`The sandbox knows --fresh (forget what was kept) and nothing else, not "${given}".`),
    );
  }
}

let isStopping = false;
const starting = startSandbox({
  root: ROOT,
  port: chosenPort(),
  botEntry: 'src/main.ts',
  fresh: isFresh(),
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
