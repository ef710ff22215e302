import type { Logger } from 'pino';
import type { Backend } from '../../storage/backends/backend.js';
import type { Listening } from '../../slack/transport/listen.js';
import { upgradeStore } from '../../storage/upgrade/upgrade-store.js';
import { answerNotReadyYet, type NotReadyYet } from './not-ready-yet.js';

/** Resolves when the store is of this bot's version; while that is waited for, `/readyz` on the port says so. */
export async function bringUpStore(backend: Backend, at: Listening, log: Logger): Promise<void> {
  let answering: Promise<NotReadyYet> | undefined;
  let why = '';
  try {
    await upgradeStore(backend, {
      say(sentence) {
        answering ??= answerNotReadyYet(at, () => why);
        // Awaited at the end; until then it is no rejection that nobody handles.
        answering.catch(() => undefined);
        if (sentence === why) return;
        why = sentence;
        log.info({ port: at.port }, sentence);
      },
    });
  } finally {
    await (await answering)?.stop();
  }
}
