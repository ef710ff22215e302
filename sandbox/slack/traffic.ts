/** Requests that are under way between Slack and the bot, in both directions. */
export class Traffic {
  #open = 0;
  #lastAt = performance.now();

  /** Counts one request; call what it returns when that request is over. */
  begin(): () => void {
    this.#open += 1;
    this.#lastAt = performance.now();
    return () => {
      this.#open -= 1;
      this.#lastAt = performance.now();
    };
  }

  /** Resolves when nothing has been under way for `quietMs`. */
  async quiet(quietMs: number): Promise<void> {
    while (this.#open > 0 || performance.now() - this.#lastAt < quietMs) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
