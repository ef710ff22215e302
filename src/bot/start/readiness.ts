import type { Logger } from 'pino';
import { type Backend, StoreLost, StoreReadOnly } from '../../storage/backends/backend.js';
import { versionMismatch } from '../../storage/backends/store-version.js';

export interface Readiness {
  /** Slack knows the bot's tokens, and its requests are taken. */
  slackIsReady(): void;
  /** What is missing to serve, a line each; empty when ready. */
  missing(): Promise<readonly string[]>;
}

/** Probes come every few seconds, of several balancers and of strangers: they write no more often than this. */
const WRITTEN_EVERY_MS = 5_000;
const PROBE = { key: 'readiness-probe', text: 'written', ttlMs: 60_000 } as const;

/** What `/readyz` tells: whether the store can be read and written now, its version, and Slack. */
export function readinessOf(backend: Backend, log: Logger): Readiness {
  let slack = false;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let writing: Promise<unknown> | undefined;
  const canBeWritten = async (): Promise<void> => {
    if (performance.now() - writtenAt < WRITTEN_EVERY_MS) return;
    writing ??= backend.commit({ put: [PROBE] }).finally(() => {
      writing = undefined;
    });
    await writing;
    writtenAt = performance.now();
  };
  return {
    slackIsReady() {
      slack = true;
    },
    async missing() {
      const lines = slack ? [] : ['Slack is not initialised'];
      try {
        await backend.health();
        const mismatch = await versionMismatch(backend);
        if (mismatch !== undefined) return [...lines, mismatch];
      } catch (error) {
        if (error instanceof Error && error.cause instanceof StoreLost) {
          return [...lines, 'the store failed, and the bot has to be started again'];
        }
        if (error instanceof Error && error.cause instanceof StoreReadOnly) {
          log.warn({ err: error }, 'the store is read-only');
          return [
            ...lines,
            'the store is read-only, as a standby is: the bot follows once its address leads to the primary',
          ];
        }
        log.warn({ err: error }, 'the store is not reachable');
        return [...lines, 'the store is not reachable'];
      }
      try {
        await canBeWritten();
        return lines;
      } catch (error) {
        log.warn({ err: error }, 'the store cannot be written');
        return [...lines, 'the store cannot be written'];
      }
    },
  };
}
