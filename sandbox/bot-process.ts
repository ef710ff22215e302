import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AHEAD_VARIABLE, ClockOrder } from './clock-order.js';

export interface BotProcess {
  /** How it ended, "exit status 1" or "signal SIGKILL"; `undefined` while it runs. */
  readonly ending: () => string | undefined;
  /** Resolves when the process has ended, however that came. */
  readonly ended: Promise<string>;
  /** Resolves when the bot answers that it is ready; rejects when it ends or takes too long. */
  ready(): Promise<void>;
  lastWords(): Promise<string>;
  /** Resolves when the bot lives by a clock that is so far ahead of the machine's, or has ended. */
  setClock(aheadMs: number): Promise<void>;
  /** Asks it to end, waits, and makes it end if it does not. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash or a power cut would. */
  kill(): Promise<void>;
}

export interface BotOptions {
  /** The project's directory. */
  readonly root: string;
  /** The program, from `root`. */
  readonly entry: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** How far the bot's clock is ahead of the machine's when it starts. */
  readonly aheadMs: () => number;
  /** Gets all that the bot prints, behind what stands in it. */
  readonly logFile: string;
}

const READY_WITHIN_MS = 30_000;
const ASK_EVERY_MS = 50;
/** The bot lets work in flight end for 10 s. */
const STOP_WITHIN_MS = 12_000;
const LAST_LINES = 8;

/** What any program may need of the surroundings; the bot's own variables must not leak in from a shell. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot', 'LANG', 'TZ'];

/** The bot as production runs it, as a separate process, from its sources. */
export function startBotProcess(options: BotOptions): BotProcess {
  // The file itself, not a pipe through this process: what the bot says on its way out is not lost.
  const log = openSync(options.logFile, 'a');
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(
    process.execPath,
    [
      '--import',
      import.meta.resolve('tsx'),
      '--import',
      new URL('end-with-sandbox.ts', import.meta.url).href,
      '--import',
      new URL('bot-clock.ts', import.meta.url).href,
      join(options.root, options.entry),
    ],
    {
      cwd: options.root,
      env: {
        ...Object.fromEntries(inherited),
        ...options.environment,
        PORT: String(options.port),
        [AHEAD_VARIABLE]: String(options.aheadMs()),
      },
      stdio: ['ignore', log, log, 'ipc'],
      // The bot has its own process group: Ctrl-C reaches the sandbox only, which then ends the bot in order.
      detached: true,
    },
  );
  closeSync(log);

  let ending: string | undefined;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      ending = how;
      resolve(how);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (status, signal) => end(signal ? `signal ${signal}` : `exit status ${status}`));
  });

  return {
    ending: () => ending,
    ended,
    ready: () => untilReady(`http://127.0.0.1:${options.port}/readyz`, () => ending),
    lastWords: async () => {
      const lines = (await readFile(options.logFile, 'utf8')).trimEnd().split('\n');
      return lines.slice(-LAST_LINES).join('\n');
    },
    setClock: async (aheadMs) => {
      const order: ClockOrder = { aheadMs };
      const isTaken = new Promise<void>((resolve) => {
        const hear = (message: unknown): void => {
          if (ClockOrder.safeParse(message).data?.aheadMs !== aheadMs) return;
          child.off('message', hear);
          resolve();
        };
        child.on('message', hear);
      });
      // A process that ends meanwhile hears of it from its environment when it is started again.
      if (child.connected) child.send(order, () => undefined);
      await Promise.race([isTaken, ended]);
    },
    stop: async () => {
      if (ending !== undefined) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(force);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function untilReady(url: string, ending: () => string | undefined): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const how = ending();
    if (how !== undefined) throw new Error(`it ended before it was ready (${how})`);
    if (await answersOk(url)) return;
    if (Date.now() > deadline) throw new Error(`it was not ready within ${READY_WITHIN_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Nothing listens there yet.
    return false;
  }
}
