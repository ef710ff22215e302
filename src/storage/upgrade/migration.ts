import type { Backend } from '../backends/backend.js';

/** One step by which the records of a store become those of the next version. */
export interface Migration {
  /** The version that a store has after it. */
  readonly to: number;
  /**
   * Runs while no replica serves, and again from its beginning where a process died in it: what it has done already it
   * must find done. `progress` is told how many records it has been through, `say` what an operator should know, in a
   * sentence. Texts are as they lie there, some sealed; what cannot be read is set aside, and stops nothing.
   */
  readonly run: (
    backend: Backend,
    progress: (records: number) => void,
    say: (sentence: string) => void,
  ) => Promise<void>;
}
