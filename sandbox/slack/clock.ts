/** The sandbox's time and its unique ids. */
export class Clock {
  readonly now: () => number;
  #lastMicros = 0;
  #count: number;

  constructor(now: () => number) {
    this.now = now;
    // A sandbox that was started again gives no id that an earlier one gave, and its bot remembers.
    this.#count = Math.floor(now());
  }

  /** Slack's timestamp: seconds with six decimals, never the same twice. */
  ts(): string {
    this.#lastMicros = Math.max(this.now() * 1000, this.#lastMicros + 1);
    return `${Math.floor(this.#lastMicros / 1e6)}.${String(Math.floor(this.#lastMicros % 1e6)).padStart(6, '0')}`;
  }

  /** An id that this workspace never gave before, such as `V0000000C`. */
  id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count.toString(36).toUpperCase().padStart(8, '0')}`;
  }
}
