import type { Closing, Opening, Witness } from '../../underneath/exchange.js';

const UNANSWERED: Closing = { status: 0, body: '' };

/** Requests that are under way between Slack and the bot, in both directions. */
export class Traffic {
  readonly #witness: Witness | undefined;
  #open = 0;
  #lastAt = performance.now();

  constructor(witness?: Witness) {
    this.#witness = witness;
  }

  /** Counts one request; call what it returns when that request is over, without an answer if none was sent. */
  begin(opening: Opening): (closing?: Closing) => void {
    this.#open += 1;
    this.#lastAt = performance.now();
    const answered = this.#witness?.(opening);
    return (closing = UNANSWERED) => {
      this.#open -= 1;
      this.#lastAt = performance.now();
      answered?.(closing);
    };
  }

  /** Resolves when nothing has been under way for `quietMs`. */
  async quiet(quietMs: number): Promise<void> {
    while (this.#open > 0 || performance.now() - this.#lastAt < quietMs) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
