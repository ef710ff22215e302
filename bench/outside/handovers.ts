import type { Arrival } from './gate.js';

const CLIENT_ID = /(?:ripple|wave)-[0-9a-z]+/;
const GIVE_UP_AFTER_MS = 10_000;

/** When the secret of each created API client reached Slack, by the client's name. */
export class Handovers {
  readonly #nameOf = new Map<string, string>();
  readonly #waiting = new Map<string, (at: number) => void>();

  /** For the API's gate. */
  readonly apiAnswered = (call: Arrival, answer: string): void => {
    if (!call.path.includes('/client/')) return;
    const id = CLIENT_ID.exec(answer)?.[0];
    const name = /"name":\s*"([^"]+)"/.exec(call.body)?.[1];
    if (id !== undefined && name !== undefined) this.#nameOf.set(id, name);
  };

  /** For Slack's gate. */
  readonly slackArrived = (call: Arrival): void => {
    if (!call.path.endsWith('/chat.postEphemeral')) return;
    const id = CLIENT_ID.exec(call.body)?.[0];
    const name = id === undefined ? undefined : this.#nameOf.get(id);
    if (name !== undefined) this.#waiting.get(name)?.(call.at);
  };

  /**
   * Resolves, by `performance.now()`, to when the secret of the client that will have this name arrives: infinitely
   * late where the bot had no room for it.
   */
  expect(name: string): Promise<number> {
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#waiting.delete(name);
        resolve(Number.POSITIVE_INFINITY);
      }, GIVE_UP_AFTER_MS);
      this.#waiting.set(name, (at) => {
        clearTimeout(late);
        this.#waiting.delete(name);
        resolve(at);
      });
    });
  }
}
