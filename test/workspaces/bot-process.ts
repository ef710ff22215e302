import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { projectRoot } from '../built/build.js';

/** The bot as a process of its own, as it is built. */
export class BotProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #output: () => string;

  private constructor(child: ChildProcess, port: number, output: () => string) {
    this.#child = child;
    this.port = port;
    this.#output = output;
  }

  static async start(environment: Readonly<Record<string, string>>): Promise<BotProcess> {
    const child = spawn(process.execPath, ['dist/main.js'], {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], ...environment },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    for (;;) {
      const [, port] = /"port":(\d+),.*"msg":"ready"/.exec(output) ?? [];
      if (port !== undefined) return new BotProcess(child, Number(port), () => output);
      if (child.exitCode !== null) throw new Error(`the bot ended: ${output}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  get eventsUrl(): string {
    return `http://127.0.0.1:${this.port}/slack/events`;
  }

  /** What the process holds in memory at this moment. */
  residentBytes(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** All that it has printed. */
  get output(): string {
    return this.#output();
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const ended = once(this.#child, 'exit');
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode;
  }
}
