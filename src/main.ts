import { startBot } from './bot.js';
import { type Config, readConfig } from './config.js';
import { createLog } from './log.js';

/** Ends with one message that says what is wrong, and status 1. */
function refuse(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function configured(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    return refuse(error);
  }
}

const config = configured();
const log = createLog(config.LOG_LEVEL);

const starting = startBot(config, log);
starting.catch(refuse);

let stopping = false;
const stop = (signal: string): void => {
  // Whoever asks twice does not want to wait.
  if (stopping) process.exit(1);
  stopping = true;
  log.info({ signal }, 'stopping');
  // Told so in the middle of its start, it starts and then stops.
  starting
    .then((bot) => bot.stop())
    .then(
      (ended) => {
        log.info({ ended }, 'stopped');
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
};
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));
