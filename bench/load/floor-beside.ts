import { median } from '../measure/statistics.js';
import type { Program } from '../programs/program.js';
import { Load } from './load.js';
import { signed } from './signed.js';

const SLICE_S = 3;
const PER_SECOND = 10;

/**
 * How long a program that does nothing else takes to acknowledge while other work goes on, for each few seconds of it: they
 * differ where something else takes the machine now and then.
 */
export function floorBeside(program: Program, signingSecret: string): { end(): Promise<readonly number[]> } {
  const load = new Load(program.port, 1);
  const slices: number[] = [];
  const ended = new AbortController();
  const measure = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      const { latenciesMs } = await load.open(SLICE_S * PER_SECOND, PER_SECOND, () =>
        signed(signingSecret, 'text=version'),
      );
      slices.push(median(latenciesMs));
    }
  };
  const measuring = measure();
  return {
    async end() {
      ended.abort();
      await measuring;
      await load.close();
      return slices;
    },
  };
}
