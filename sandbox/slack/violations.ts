/** What the bot did that Slack forgives or hides, and a test must not. */
export class Violations {
  readonly #all: string[] = [];

  add(what: string): void {
    this.#all.push(what);
  }

  all(): readonly string[] {
    return [...this.#all];
  }
}
