import { fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { DestinationStream } from 'pino';

/** For a reader who has stopped reading, or does not keep up. */
const WAITS_AT_MOST_BYTES = 1024 * 1024;
/** What was dropped is told once so much of that is read. */
const TOLD_BELOW_BYTES = WAITS_AT_MOST_BYTES / 2;

const STANDARD_OUTPUT = 1;

/**
 * Log lines on standard output, written at once, so that they are there when the process crashes. Nobody who reads
 * them can halt the process: what does not fit into a pipe waits, at most a mebibyte of it, and the rest is dropped
 * and counted.
 */
export class LogOutput implements DestinationStream {
  /** Absent where standard output is a file or a terminal. */
  readonly #pipe: Socket | undefined;
  #dropped = 0;

  constructor() {
    const output = fstatSync(STANDARD_OUTPUT);
    if (!output.isFIFO() && !output.isSocket()) return;
    this.#pipe = new Socket({ fd: STANDARD_OUTPUT, readable: false, writable: true });
    // The reader has gone: there is nobody to tell.
    this.#pipe.on('error', () => undefined);
    this.#pipe.on('drain', () => this.#tellDropped());
    this.#pipe.unref();
  }

  write(line: string): void {
    const pipe = this.#pipe;
    if (pipe === undefined) return this.#toFile(line);
    if (pipe.destroyed) return;
    if (pipe.writableLength < TOLD_BELOW_BYTES) this.#tellDropped();
    if (this.#dropped === 0 && pipe.writableLength + line.length <= WAITS_AT_MOST_BYTES) pipe.write(line);
    else this.#dropped += 1;
  }

  /** Resolves when all that was logged is read, or after the time. */
  async flushed(withinMs: number): Promise<void> {
    const pipe = this.#pipe;
    if (pipe === undefined || pipe.writableLength === 0 || pipe.destroyed) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, withinMs);
      for (const event of ['drain', 'close']) {
        pipe.once(event, () => {
          clearTimeout(late);
          resolve();
        });
      }
    });
  }

  #toFile(line: string): void {
    try {
      this.#tellDropped();
      if (this.#dropped === 0) writeSync(STANDARD_OUTPUT, line);
      else this.#dropped += 1;
    } catch {
      // A full disk, for one: the bot goes on without its log, and says so once there is room.
      this.#dropped += 1;
    }
  }

  #tellDropped(): void {
    if (this.#dropped === 0) return;
    const [dropped, time] = [this.#dropped, new Date().toISOString()];
    const line = `${JSON.stringify({ level: 'warn', time, dropped, msg: 'log lines were dropped' })}\n`;
    if (this.#pipe === undefined) writeSync(STANDARD_OUTPUT, line);
    else this.#pipe.write(line);
    this.#dropped = 0;
  }
}
