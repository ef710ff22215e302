import { z } from 'zod';
import type { OrderedFault } from '../ordered-fault.js';
import type { Product } from './api-clients.js';
import { Operation, type Endpoint } from './endpoint.js';

const which = {
  /** Every operation when absent. */
  operation: Operation.optional(),
  /** Only calls about this user: the one that the path names, else the caller. The token endpoints know none. */
  user: z.string().optional(),
  /** Only the token endpoint of this product, and calls with its access tokens. */
  product: z.enum(['ripple', 'wave']).optional(),
  /** For so many calls; until cleared when absent. */
  times: z.int().positive().optional(),
};

/** What shall go wrong. `acts`: whether the thing that was asked for is done all the same. */
export const Fault = z.discriminatedUnion('kind', [
  /** Waits, then acts and answers as ever. */
  z.strictObject({ kind: z.literal('delay'), ...which, ms: z.number().min(0).max(600_000) }),
  /** Without a body the refusal of the flavour. */
  z.strictObject({
    kind: z.literal('status'),
    ...which,
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().optional(),
    acts: z.boolean().default(false),
  }),
  /** The connection ends before anything happens. */
  z.strictObject({ kind: z.literal('drop-before'), ...which }),
  /** The thing is done, and the connection ends instead of an answer. */
  z.strictObject({ kind: z.literal('drop-after'), ...which }),
  /** Never answers. */
  z.strictObject({ kind: z.literal('hang'), ...which, acts: z.boolean().default(false) }),
  /** 200, and a body that is not what the API documents. */
  z.strictObject({
    kind: z.literal('nonsense'),
    ...which,
    body: z.enum(['html', 'truncated', 'wrong-shape', 'empty']).default('html'),
    acts: z.boolean().default(true),
  }),
  /** Half of the lines, then an error; matches only where the answer is a stream. */
  z.strictObject({ kind: z.literal('stream-error'), ...which }),
]);
export type Fault = z.input<typeof Fault>;
export type SetFault = z.output<typeof Fault>;

/** The person and the thing that a call is about. */
export interface About {
  readonly user: string | undefined;
  readonly product: Product | undefined;
}

/** The faults that stand; the first that matches a call is the one that happens. */
export class Faults {
  #standing: { readonly fault: SetFault; left: number }[] = [];

  set(fault: SetFault): OrderedFault {
    const ordered = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#standing.push(ordered);
    return {
      isStanding: () => ordered.left > 0 && this.#standing.includes(ordered),
      lift: () => {
        this.#standing = this.#standing.filter((one) => one !== ordered);
      },
    };
  }

  take({ operation, streams = false }: Endpoint, about: About): SetFault | undefined {
    const next = this.#standing.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.operation ?? operation) === operation &&
        (fault.user === undefined || fault.user === about.user) &&
        (fault.product === undefined || fault.product === about.product) &&
        (fault.kind !== 'stream-error' || streams),
    );
    if (next !== undefined) next.left -= 1;
    return next?.fault;
  }

  clear(): void {
    this.#standing = [];
  }
}
