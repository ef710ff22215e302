import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { loadConfig } from 'rolldown/config';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));
const place = join(root, 'node_modules/.cache/crash-harness', `${process.pid}`);
const dir = join(place, 'dist');

/** Bundles bot and harness as the bot is bundled for deployment: one is started for every kill. Resolves to what removes it. */
export async function bundleBot(): Promise<() => Promise<void>> {
  const config = await loadConfig(join(root, 'rolldown.config.js'));
  if (Array.isArray(config) || typeof config === 'function' || Array.isArray(config.output)) {
    throw new Error('one configuration was expected');
  }
  await build({
    ...config,
    input: { bot: join(root, 'test/crash/bot.ts') },
    output: { ...config.output, dir },
  });
  // The bot reads its version beside the folder that it is built into.
  await copyFile(join(root, 'package.json'), join(place, 'package.json'));
  return () => rm(place, { recursive: true });
}

const Said = z.object({ said: z.unknown() });

/** A bot that dies when it is told to. */
export class KilledBot {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess, port: number, ended: Promise<unknown>) {
    this.#child = child;
    this.port = port;
    this.#ended = ended;
  }

  static async start(environment: Readonly<Record<string, string>>): Promise<KilledBot> {
    const child = fork(join(dir, 'bot.cjs'), {
      execArgv: [],
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let wrong = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      wrong += chunk.toString();
    });
    const ended = once(child, 'exit');
    const said = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
    if (said === undefined) throw new Error(`the bot did not start: ${wrong}`);
    return new KilledBot(child, z.number().parse(Said.parse(said[0]).said), ended);
  }

  /** Kills it at the point of that number from now; 0 only counts. */
  async arm(killAt: number): Promise<void> {
    await this.#ask({ arm: killAt });
  }

  /** Brings a client to its end; `false` when it died before it said that it has. */
  async end(client: string): Promise<boolean> {
    return (await this.#ask({ end: client })) !== undefined;
  }

  /** Points passed since; `undefined` once it is dead. */
  async passed(): Promise<number | undefined> {
    return z
      .number()
      .optional()
      .parse(await this.#ask('passed'));
  }

  /** How much it still has to settle. */
  async open(): Promise<number | undefined> {
    return z
      .number()
      .optional()
      .parse(await this.#ask('open'));
  }

  /** How many records of a kind are in its store. */
  async recordsOf(kind: string): Promise<number | undefined> {
    return z
      .number()
      .optional()
      .parse(await this.#ask({ recordsOf: kind }));
  }

  get isDead(): boolean {
    return this.#child.signalCode !== null || this.#child.exitCode !== null;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** `undefined` when it died before it answered. */
  async #ask(
    question: string | { readonly arm: number } | { readonly end: string } | { readonly recordsOf: string },
  ): Promise<unknown> {
    const answered = once(this.#child, 'message');
    this.#child.send(question, () => undefined);
    const said = await Promise.race([answered, this.#ended.then(() => undefined)]);
    return said === undefined ? undefined : Said.parse(said[0]).said;
  }
}
