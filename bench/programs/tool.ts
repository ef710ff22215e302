import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 50;

/** What an operator's tool needed. */
export interface ToolRun {
  readonly peakMegabytes: number;
  readonly seconds: number;
  /** Lines on standard error: how far it was. */
  readonly said: number;
}

/** The most that the process has had resident so far; `undefined` once it has ended. */
function peakOf(pid: number): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Runs a tool as it is built, on Linux; rejects where it fails. */
export async function runTool(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ToolRun> {
  const from = performance.now();
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [printed, complained] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  let peak = 0;
  const looking = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid ?? 0) ?? 0);
  }, LOOK_EVERY_MS);
  const [status]: unknown[] = await once(child, 'exit');
  clearInterval(looking);
  if (status !== 0) throw new Error(`${file} ended with ${String(status)}: ${printed}${complained}`);
  return {
    peakMegabytes: peak,
    seconds: (performance.now() - from) / 1000,
    said: complained.split('\n').filter((line) => line !== '').length,
  };
}
