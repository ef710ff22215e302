import { Refusal } from './answer.js';

/** So many calls of one user within any second, all endpoints together; refused calls do not count. */
export class RateLimit {
  readonly #now: () => number;
  readonly #callsPerSecond: number;
  readonly #recent = new Map<string, number[]>();

  constructor(now: () => number, callsPerSecond: number) {
    this.#now = now;
    this.#callsPerSecond = callsPerSecond;
  }

  count(user: string): void {
    const now = this.#now();
    const recent = (this.#recent.get(user) ?? []).filter((at) => at > now - 1000);
    this.#recent.set(user, recent);
    if (recent.length >= this.#callsPerSecond) {
      throw new Refusal(429, `more than ${this.#callsPerSecond} calls a second`, { 'retry-after': '1' });
    }
    recent.push(now);
  }
}
