import { join, relative } from 'node:path';
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

let isStopping = false;
const starting = startSandbox({ root: ROOT, port: chosenPort(), botEntry: 'src/main.ts' });

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    starting.then((sandbox) => sandbox.stop()).then(() => process.exit(0), refuse);
  });
}

try {
  const sandbox = await starting;
  console.log(`Sandbox: ${sandbox.url}`);
  console.log(`The bot's log: ${relative(process.cwd(), sandbox.botLog)}. Ctrl-C ends everything.`);

  const ending = await sandbox.bot.ended;
  if (!isStopping) {
    console.error(`The bot has ended (${ending}). Its last words:\n${await sandbox.bot.lastWords()}`);
  }
} catch (error) {
  refuse(error);
}
