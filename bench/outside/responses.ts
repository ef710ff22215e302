import type { Arrival } from './gate.js';

const GIVE_UP_AFTER_MS = 30_000;

/** When an answer to an interaction reached Slack, by the path of its `response_url`. */
export class Responses {
  readonly #waiting = new Map<string, (at: number) => void>();

  /** For Slack's gate. */
  readonly arrived = (call: Arrival): void => {
    this.#waiting.get(call.path)?.(call.at);
  };

  /** Resolves, by `performance.now()`, to when the first answer arrives at this address. */
  expect(responseUrl: string): Promise<number> {
    const { pathname } = new URL(responseUrl);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(pathname);
        reject(new Error(`no answer came to ${pathname}`));
      }, GIVE_UP_AFTER_MS);
      this.#waiting.set(pathname, (at) => {
        clearTimeout(late);
        this.#waiting.delete(pathname);
        resolve(at);
      });
    });
  }
}
