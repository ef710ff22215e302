import { Agent } from 'undici';
import type { Backend } from '../storage/backend.js';

/** What the bot meets outside of itself; a program that starts it may hand in its own. */
export interface Outside {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  /** Stands between the bot and its store. */
  readonly wrapBackend: (backend: Backend) => Backend;
}

/** An HTTP client that keeps connections through pauses, and few of them: the global one drops them after four seconds. */
export function httpClient(): { fetch: typeof globalThis.fetch; close(gracefully: boolean): Promise<void> } {
  const agent = new Agent({ keepAliveTimeout: 60_000, keepAliveMaxTimeout: 600_000, connections: 8 });
  return {
    fetch: (input, init) => globalThis.fetch(input, Object.assign({}, init, { dispatcher: agent })),
    // Closing gracefully waits for answers that, after a cut, nobody waits for any more.
    close: (gracefully) => (gracefully ? agent.close() : agent.destroy()),
  };
}
