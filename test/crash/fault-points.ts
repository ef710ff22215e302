import type { Fetch } from '../../src/core/http.js';
import type { Backend, Batch } from '../../src/storage/backends/backend.js';

/**
 * Every moment at which the bot waits for its store or for the network, counted while it is armed: one before
 * each operation, and one after it, when its answer is there and the bot has not heard of it.
 */
export class FaultPoints {
  #killAt = 0;
  #passed = 0;

  /** Starts counting again, and kills this process with SIGKILL at the point of that number; 0 only counts. */
  arm(killAt: number): void {
    this.#killAt = killAt;
    this.#passed = 0;
  }

  get passed(): number {
    return this.#passed;
  }

  async around<Result>(operation: () => Promise<Result>): Promise<Result> {
    await this.#pass();
    const result = await operation();
    await this.#pass();
    return result;
  }

  async #pass(): Promise<void> {
    this.#passed += 1;
    if (this.#passed !== this.#killAt) return;
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  }

  fetch(fetch: Fetch): Fetch {
    return (input, init) => this.around(() => fetch(input, init));
  }

  backend(backend: Backend): Backend {
    // Signs of life come by the clock, whatever the bot is at.
    const around = <Result>(key: string | undefined, operation: () => Promise<Result>): Promise<Result> =>
      key?.startsWith('lease:') === true ? operation() : this.around(operation);
    const firstOf = ({ put = [], delete: [removed] = [] }: Batch): string | undefined =>
      put[0]?.key ?? removed;
    return {
      ...backend,
      get: (key) => around(key, () => backend.get(key)),
      getAll: (keys) => around(keys[0], () => backend.getAll(keys)),
      commit: (batch) => around(firstOf(batch), () => backend.commit(batch)),
    };
  }
}
