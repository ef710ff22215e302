import type { Backend } from '../backends/backend.js';

/** One step by which the records of a store become those of the next version. */
export interface Migration {
  /** The version that a store has after it. */
  readonly to: number;
  /**
   * Runs while no replica serves, and again from its beginning where a process died in it: what it has done already it
   * must find done. `progress` is told how many records it has been through. Texts are as they lie there, some sealed.
   */
  readonly run: (backend: Backend, progress: (records: number) => void) => Promise<void>;
}

/** In the order of the versions; the last one leads to `STORE_VERSION`. */
export const migrations: readonly Migration[] = [
  // Redis keeps its keys in a sorted set since then, which scans read.
  { to: 2, run: (backend, progress) => backend.indexKeys(progress) },
];
