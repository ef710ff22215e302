const DAY_MS = 24 * 3_600_000;

/** A clock of a test's own, for the bot and both sandboxes: it goes on by itself, and can be put forward. */
export class MovingClock {
  #ahead = 0;

  readonly now = (): number => Date.now() + this.#ahead;

  /** As the runtime of a bot takes it. */
  readonly date = (): Date => new Date(this.now());

  /** Puts it to an instant that is still to come. */
  to(instant: Date | string): void {
    const wanted = new Date(instant).getTime();
    if (wanted < this.now()) throw new Error('the clock goes forward only');
    this.#ahead = wanted - Date.now();
  }

  /** Puts it forward by so many days. */
  days(days: number): void {
    this.#ahead += days * DAY_MS;
  }

  reset(): void {
    this.#ahead = 0;
  }
}
