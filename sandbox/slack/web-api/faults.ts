import type { OrderedFault } from '../../ordered-fault.js';
import type { Fault } from '../wire.js';

/** The failures that were ordered and have not happened yet. */
export class Faults {
  #ordered: { readonly fault: Fault; left: number }[] = [];

  order(fault: Fault): OrderedFault {
    const ordered = { fault, left: fault.times ?? 1 };
    this.#ordered.push(ordered);
    return {
      isStanding: () => this.#ordered.includes(ordered),
      lift: () => {
        this.#ordered = this.#ordered.filter((one) => one !== ordered);
      },
    };
  }

  /** The failure that this call of `method`, with a token of that installation, has to suffer. */
  take(method: string, installationId: string | undefined): Fault | undefined {
    const next = this.#ordered.find(
      ({ fault }) =>
        (fault.method === method || fault.method === '*') &&
        (fault.team === undefined || fault.team === installationId),
    );
    if (next === undefined) return undefined;
    next.left -= 1;
    this.#ordered = this.#ordered.filter(({ left }) => left > 0);
    return next.fault;
  }

  clear(): void {
    this.#ordered = [];
  }
}
