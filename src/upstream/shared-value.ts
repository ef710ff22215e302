/**
 * A value that many callers ask for and one fetch gets: callers during the fetch share it,
 * later ones share its result for `keepMs` from its start. A failed fetch is everybody's failure and is not kept.
 */
export class SharedValue<Value> {
  readonly #fetch: () => Promise<{ readonly value: Value; readonly keepMs: number }>;
  readonly #now: () => number;
  #kept: { readonly value: Value; readonly since: number; readonly keepMs: number } | undefined;
  #underWay: Promise<Value> | undefined;

  constructor(now: () => number, fetch: () => Promise<{ readonly value: Value; readonly keepMs: number }>) {
    this.#now = now;
    this.#fetch = fetch;
  }

  get(): Promise<Value> {
    const kept = this.#kept;
    if (kept !== undefined) {
      const age = this.#now() - kept.since;
      // A negative age is a clock that was set back: nothing can be said about the value then.
      if (age >= 0 && age < kept.keepMs) return Promise.resolve(kept.value);
    }
    this.#underWay ??= this.#renew().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** Drops exactly this value: one that came in its place meanwhile stays. */
  drop(value: Value): void {
    if (this.#kept?.value === value) this.#kept = undefined;
  }

  async #renew(): Promise<Value> {
    const since = this.#now();
    const { value, keepMs } = await this.#fetch();
    this.#kept = { value, since, keepMs };
    return value;
  }
}
