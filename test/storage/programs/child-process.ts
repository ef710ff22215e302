import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process of its own that runs a file of this folder, talked to by lines. */
export interface Child {
  readonly process: ChildProcess;
  /** Lines not read yet, ended by the end of the process. */
  readonly lines: AsyncIterableIterator<string>;
  nextLine(): Promise<string>;
  say(line: string): void;
  /** As `kill -9` does; settles when the process is gone. */
  kill(): Promise<void>;
}

export function startChild(file: string, ...args: readonly string[]): Child {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    lines,
    async nextLine() {
      const step = await lines.next();
      if (step.done === true) throw new Error(`${file} ended without a word`);
      return step.value;
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
