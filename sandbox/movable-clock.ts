import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readState } from './state-directory.js';

const State = z.strictObject({ version: z.literal(1), aheadMs: z.int().min(0) });

/** The time that everything in the sandbox lives by: the machine's, plus what a person has moved it ahead. */
export interface MovableClock {
  /** How far it is ahead of the machine's clock; never less than before, since what was written has a time. */
  readonly aheadMs: number;
  readonly now: () => number;
  move(laterMs: number): void;
}

/** A clock that keeps in the file at `path` how far it was moved. Throws `StateUnreadable`. */
export function openMovableClock(path: string): MovableClock {
  let aheadMs = existsSync(path) ? readState(path, readFileSync(path, 'utf8'), State).aheadMs : 0;
  return {
    get aheadMs() {
      return aheadMs;
    },
    now: () => Date.now() + aheadMs,
    move(laterMs) {
      aheadMs += laterMs;
      const state: z.infer<typeof State> = { version: 1, aheadMs };
      writeFileSync(`${path}.new`, JSON.stringify(state));
      renameSync(`${path}.new`, path);
    },
  };
}
