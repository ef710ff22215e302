import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Away } from '../../core/async/away.js';

const TRIES_AGAIN_AFTER_MS = 2_000;

export interface Patience {
  readonly log: Logger;
  /** How long what is away is waited for. */
  readonly forMs: number;
  /** Ends the waiting. */
  readonly stopped: AbortSignal;
}

/**
 * Starts as soon as what is needed is there: after a power failure, or a deployment of everything at once, the store or
 * Slack may come later than the bot. Rejects as the last attempt did, or, when it is stopped meanwhile, with the
 * signal's reason.
 */
export async function startPatiently<Started>(
  start: () => Promise<Started>,
  { log, forMs, stopped }: Patience,
): Promise<Started> {
  const endsAt = performance.now() + forMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      const leftMs = endsAt - performance.now();
      if (!(error instanceof Away) || leftMs <= 0) throw error;
      stopped.throwIfAborted();
      if (attempt === 1) log.warn({ reason: error.message, seconds: forMs / 1_000 }, 'waiting to start');
      await Promise.race([sleep(Math.min(TRIES_AGAIN_AFTER_MS, leftMs)), whenAborted(stopped)]);
    }
  }
}

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
