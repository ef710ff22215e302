import { type ApiOperation, Problem } from '../core/problem.js';
import type { HttpRuntime } from './http.js';

/** 80 calls a second; the API allows 100 for one user over all endpoints, and we may not be its only program. */
const SPACING_MS = 12.5;
const LONGEST_QUEUE = 800;

/** Lets calls go one by one, evenly spaced, first come first served. Independent of the clock's jumps. */
export class RateLimit {
  readonly #sleep: HttpRuntime['sleep'];
  #lastTurn: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(runtime: Pick<HttpRuntime, 'sleep'>) {
    this.#sleep = runtime.sleep;
  }

  /** Resolves when the call may go; a queue of ten seconds is refused at once instead of growing. */
  async turn(operation: ApiOperation): Promise<void> {
    if (this.#waiting >= LONGEST_QUEUE) {
      const retryAfterSeconds = Math.ceil((this.#waiting * SPACING_MS) / 1000);
      throw new Problem({ kind: 'api-rate-limited', operation, retryAfterSeconds });
    }
    const mine = this.#lastTurn;
    this.#lastTurn = mine.then(() => this.#sleep(SPACING_MS));
    this.#waiting += 1;
    await mine;
    this.#waiting -= 1;
  }
}
