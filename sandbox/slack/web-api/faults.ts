import type { OrderedFault } from '../../ordered-fault.js';
import type { Fault } from '../wire/wire.js';

interface Ordered {
  readonly fault: Fault;
  left: number;
  /** When calls were let pass that a limit allows. */
  passed: readonly number[];
}

/** The failures that were ordered and have not happened yet. */
export class Faults {
  readonly #now: () => number;
  #ordered: Ordered[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  order(fault: Fault): OrderedFault {
    const ordered: Ordered = { fault, left: fault.times ?? 1, passed: [] };
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
      (ordered) =>
        (ordered.fault.method === method || ordered.fault.method === '*') &&
        (ordered.fault.team === undefined || ordered.fault.team === installationId) &&
        !this.#isAllowed(ordered),
    );
    if (next === undefined) return undefined;
    next.left -= 1;
    this.#ordered = this.#ordered.filter(({ left }) => left > 0);
    return next.fault;
  }

  /** A limit lets so many calls pass; those that it refuses count for nothing. */
  #isAllowed(ordered: Ordered): boolean {
    const { allowed, retryAfterSeconds = 1 } = ordered.fault;
    if (allowed === undefined) return false;
    const now = this.#now();
    ordered.passed = ordered.passed.filter((at) => at > now - retryAfterSeconds * 1000);
    if (ordered.passed.length >= allowed) return false;
    ordered.passed = [...ordered.passed, now];
    return true;
  }

  clear(): void {
    this.#ordered = [];
  }
}
