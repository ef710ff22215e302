import type { Operation } from './endpoint.js';

/** A call that arrived, for tests and the page. */
export interface Call {
  readonly method: string;
  /** As it stood on the request line. */
  readonly path: string;
  /** `undefined` for what the API does not have. */
  readonly operation: Operation | undefined;
  /** Milliseconds of the sandbox's clock. */
  readonly at: number;
  /** `undefined` while, or because, no answer was sent. */
  readonly status: number | undefined;
}

type KeptCall = Omit<Call, 'status'> & { status: number | undefined };

const MOST_KEPT = 10_000;

/** The newest calls, in the order of their arrival. */
export class CallLog {
  readonly #calls: KeptCall[] = [];

  /** Gives what notes the status of the answer later. */
  arrived(call: Omit<Call, 'status'>): (status: number) => void {
    const kept: KeptCall = { ...call, status: undefined };
    this.#calls.push(kept);
    if (this.#calls.length > MOST_KEPT) this.#calls.shift();
    return (status) => {
      kept.status = status;
    };
  }

  all(): readonly Call[] {
    return this.#calls.map((call) => ({ ...call }));
  }
}
