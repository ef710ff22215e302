import type { Compiled } from './programs/compile.js';

/** One row of a benchmark's table: what was measured in each round, and how it compares with its floor. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly floor?: { readonly name: string; readonly ratios: readonly number[] };
}

/** A goal of docs/performance.md, with what was measured for it. */
export interface Goal {
  readonly says: string;
  readonly measured: number;
  readonly atMost: number;
  /** For ratios: the floor's values. When these lie far apart, the machine was too disturbed to tell. */
  readonly floor?: readonly number[];
  /**
   * For times and failures: how long a program that does little took in the same minutes. Other work can only make them
   * worse. A goal is met however far apart these lie; whether it would be missed without that work cannot be told then.
   */
  readonly beside?: readonly number[];
}

export interface Report {
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
}

export interface Bench {
  readonly programs: Compiled;
  /** A fraction of the usual work, to see that the harness works; what comes out says nothing. */
  readonly smoke: boolean;
  /** How long a soak takes, if not as long as usual. */
  readonly minutes?: number;
}

export interface Benchmark {
  /** P1 to P9, G1 to G9. G10 is how long `npm test` takes: running it tells. */
  readonly id: string;
  readonly title: string;
  /** Takes many minutes: it runs only when it is named. */
  readonly isLong?: true;
  run(bench: Bench): Promise<Report>;
}
