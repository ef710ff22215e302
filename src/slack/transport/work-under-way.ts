import { unlessLate } from '../../core/async/within.js';

/** Work that goes on behind an acknowledgement: a shutdown waits for it, which Bolt's own does not. */
export class WorkUnderWay {
  readonly #running = new Set<Promise<void>>();

  get size(): number {
    return this.#running.size;
  }

  /** `work` must not reject: its failures are its own to tell. */
  track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  /** Resolves to whether everything ended within the time. */
  async ended(withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    while (this.#running.size > 0) {
      const left = deadline - Date.now();
      if (left <= 0) return false;
      await unlessLate(left, Promise.all(this.#running));
    }
    return true;
  }
}
