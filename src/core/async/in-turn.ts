/** Runs works of the same key one after the other, within this process. */
export class InTurn<Key> {
  readonly #last = new Map<Key, Promise<unknown>>();

  /** Settles as `work` does, which begins when everything before it has settled. */
  run<Result>(key: Key, work: () => Promise<Result>): Promise<Result> {
    const running = (this.#last.get(key) ?? Promise.resolve()).then(work, work);
    this.#last.set(key, running);
    const leave = (): void => {
      if (this.#last.get(key) === running) this.#last.delete(key);
    };
    running.then(leave, leave);
    return running;
  }
}
