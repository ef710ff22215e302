import { median } from './statistics.js';

export interface Contender {
  readonly name: string;
  /** Measures it once. */
  measure(): Promise<number>;
}

/** What was measured of each contender: the values of one round belong together. */
export class Rounds {
  readonly #values = new Map<string, number[]>();

  add(name: string, value: number): void {
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, [value]);
    else values.push(value);
  }

  of(name: string): readonly number[] {
    const values = this.#values.get(name);
    if (values === undefined) throw new Error(`nothing was measured of ${name}`);
    return values;
  }

  /** The ratio of each round's pair. */
  ratios(name: string, floor: string): readonly number[] {
    const below = this.of(floor);
    return this.of(name).map((value, round) => value / (below[round] ?? Number.NaN));
  }

  ratio(name: string, floor: string): number {
    return median(this.ratios(name, floor));
  }
}

/**
 * Measures each contender once a round, every round beginning with another one, so that what else the machine
 * does falls on all of them.
 */
export async function alternate(rounds: number, contenders: readonly Contender[]): Promise<Rounds> {
  const measured = new Rounds();
  for (let round = 0; round < rounds; round += 1) {
    const from = round % contenders.length;
    for (const contender of [...contenders.slice(from), ...contenders.slice(0, from)]) {
      measured.add(contender.name, await contender.measure());
    }
  }
  return measured;
}
