import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Question, Usage } from './usage.js';
import { StoreOperation } from './watched-store.js';

export interface ProgramOptions {
  /** The compiled program, as Node starts it. */
  readonly file: string;
  /** The compiled probe, loaded before it; absent where even that would be measured. */
  readonly probe?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A measured program, as a separate process. */
export interface Program {
  readonly port: number;
  /** From its start until it said that it is ready, in milliseconds. */
  readonly readyAfterMs: number;
  /** Processor time of all its threads until then, in milliseconds; `NaN` where the system does not tell. */
  readonly readyAfterCpuMs: number;
  usage(question?: Question): Promise<Usage>;
  /** What the counted bot asked of its store since it was asked last. */
  operations(): Promise<readonly StoreOperation[]>;
  readonly pid: number;
  /** From now on `usage` tells how long the event loop was kept from turning. */
  watchLoop(): void;
  /** Everything it printed so far. */
  printed(): string;
  /** Ends it as an operator does, and waits until it has ended. */
  stop(): Promise<void>;
  /** Ends it at once: nothing that it does on its way out is measured. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 2;

/** Starts a program and waits for its line that says `ready` and its port, as the bot logs it. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const directory = await mkdtemp(join(tmpdir(), 'apiclient-bench-'));
  const printedTo = join(directory, 'printed');
  // A file, not a pipe: a program that logs must not wait until this process finds time to read.
  const output = openSync(printedTo, 'w');
  const preload = options.probe === undefined ? [] : ['--import', options.probe];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...preload, options.file], {
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '', ...options.environment },
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const ended = once(child, 'exit');
  const printed = (): string => readFileSync(printedTo, 'utf8');
  const end = (signal: 'SIGTERM' | 'SIGKILL') => async (): Promise<void> => {
    child.kill(signal);
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  const kill = end('SIGKILL');

  let port: number | undefined;
  while (port === undefined) {
    await sleep(LOOK_EVERY_MS);
    port = readyPort(printed());
    if (port === undefined && (child.exitCode !== null || performance.now() - startedAt > READY_WITHIN_MS)) {
      const said = printed();
      await kill();
      throw new Error(`${options.file} did not get ready:\n${said}`);
    }
  }
  const readyAfterMs = performance.now() - startedAt;
  const readyAfterCpuMs = cpuOf(child.pid ?? 0);
  const died = ended.then((): never => {
    throw new Error(`${options.file} ended:\n${printed().slice(-2000)}`);
  });
  // The caller hears of a failure; being killed is not one.
  died.catch(() => undefined);
  const ask = async (question: string): Promise<unknown> => {
    const answer = once(child, 'message');
    child.send(question);
    const [said] = await Promise.race([answer, died]);
    return said;
  };

  return {
    port,
    readyAfterMs,
    readyAfterCpuMs,
    pid: child.pid ?? 0,
    usage: async (question = 'usage') => Usage.parse(await ask(question)),
    operations: async () => z.array(StoreOperation).parse(await ask('operations')),
    watchLoop() {
      child.send('watch-loop');
    },
    printed,
    stop: end('SIGTERM'),
    kill,
  };
}

/** As Linux accounts for threads that live. */
function cpuOf(pid: number): number {
  try {
    const threads = `/proc/${pid}/task`;
    const nanoseconds = readdirSync(threads).map((thread) =>
      Number(readFileSync(join(threads, thread, 'schedstat'), 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return Number.NaN;
  }
}

function readyPort(printed: string): number | undefined {
  const line = printed.split('\n').find((one) => one.includes('"msg":"ready"'));
  const port = line === undefined ? undefined : /"port":(\d+)/.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}
