import type { Logger } from 'pino';
import { startBot } from './bot/start-bot.js';
import { startPatiently } from './bot/start/start-patiently.js';
import { type Config, readConfig } from './config.js';
import { createLog } from './log.js';
import { LogOutput } from './log-output.js';

/** Ends with one message that says what is wrong, and status 1. */
function refuse(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function configured(environment: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(environment);
  } catch (error) {
    return refuse(error);
  }
}

const FAILED = 1;
/** Ended by a signal: what a shell and a supervisor know it by. */
const STATUS = { SIGTERM: 128 + 15, SIGINT: 128 + 2 } as const;

/**
 * One stop may bring its signal twice: npm passes on to the bot what a terminal or a supervisor sent to the whole
 * process group.
 */
const SAME_STOP_MS = 1_500;

/** For a store, or a Slack, that is away when the bot starts. */
const WAITS_TO_START_MS = 60_000;

/** A reader who does not keep up gets so long for the last lines. */
const LOG_READ_WITHIN_MS = 1_000;

/** The oldest release line of Node that still gets fixes. */
const OLDEST_MAINTAINED_NODE = 22;

function warnOfOldNode(log: Logger): void {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_MAINTAINED_NODE) return;
  log.warn(
    { node: process.version },
    `this Node has reached its end of life and gets no more fixes: use Node ${OLDEST_MAINTAINED_NODE} or newer`,
  );
}

/** The bot as a process: its environment, its log, and what signals do to it. */
export function run(environment: NodeJS.ProcessEnv): void {
  const config = configured(environment);
  const output = new LogOutput();
  const log = createLog(config.LOG_LEVEL, output);

  warnOfOldNode(log);

  const storeLost = (reason: Error): void => {
    log.fatal({ err: reason }, 'the store failed: the bot ends, to be started again by its supervisor');
    if (stoppingSince === undefined) void end(FAILED);
  };
  const stopped = new AbortController();
  const patience = { log, forMs: WAITS_TO_START_MS, stopped: stopped.signal };
  const starting = startPatiently(() => startBot(config, log, { storeLost }), patience);

  let stoppingSince: number | undefined;
  async function stop(signal: keyof typeof STATUS): Promise<void> {
    if (stoppingSince !== undefined) {
      // Who asks again does not want to wait: what runs is cut off, and the next start settles it.
      if (performance.now() - stoppingSince > SAME_STOP_MS) process.exit(STATUS[signal]);
      return;
    }
    log.info({ signal }, 'stopping');
    await end(0);
  }
  async function end(status: number): Promise<void> {
    stoppingSince ??= performance.now();
    stopped.abort();
    try {
      // A bot that is about to serve may have acknowledged something already.
      const ended = await (await starting).stop();
      log.info({ ended }, 'stopped');
      await output.flushed(LOG_READ_WITHIN_MS);
      process.exit(status);
    } catch (error) {
      // It still waited to start: there is nothing to end.
      if (error === stopped.signal.reason) process.exit(status);
      log.error({ err: error }, 'could not stop cleanly');
      process.exit(1);
    }
  }
  // Before the start has ended: a signal that comes meanwhile must not cut it off.
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));

  starting.catch((error: unknown) => {
    if (error !== stopped.signal.reason) refuse(error);
  });
}
