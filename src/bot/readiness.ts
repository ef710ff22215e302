import type { Logger } from 'pino';
import { type Backend, StoreLost } from '../storage/backends/backend.js';
import { versionMismatch } from '../storage/backends/store-version.js';

export interface Readiness {
  /** Slack knows the bot's tokens, and its requests are taken. */
  slackIsReady(): void;
  /** What is missing to serve, a line each; empty when ready. */
  missing(): Promise<readonly string[]>;
}

/** What `/readyz` tells: the store, its version, and Slack. */
export function readinessOf(backend: Backend, log: Logger): Readiness {
  let slack = false;
  return {
    slackIsReady() {
      slack = true;
    },
    async missing() {
      const lines = slack ? [] : ['Slack is not initialised'];
      try {
        await backend.health();
        const mismatch = await versionMismatch(backend);
        return mismatch === undefined ? lines : [...lines, mismatch];
      } catch (error) {
        if (error instanceof Error && error.cause instanceof StoreLost) {
          return [...lines, 'the store failed, and the bot has to be started again'];
        }
        log.warn({ err: error }, 'the store is not reachable');
        return [...lines, 'the store is not reachable'];
      }
    },
  };
}
