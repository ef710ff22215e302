import { nextMark } from '../core/agenda/marks.js';
import type { AgendaEntry } from '../core/agenda/agenda.js';
import type { Intent } from '../core/intents/intent.js';
import type { Intents } from '../core/intents/intents.js';

export interface SettlingLeft {
  readonly intents: Intents;
  /** Finds out, tells the person, and lets the intent go; it may be done again at any point. */
  readonly settle: (intent: Intent) => Promise<void>;
  readonly now: () => Date;
  readonly againAfterMs: number;
}

/**
 * Settles an intent that is open and that nobody works on: after a crash, after an unclear answer, after a failure to
 * clean up. Resolves to when it is looked at again; `undefined` once it is settled.
 */
export async function settleLeft(
  { intents, settle, now, againAfterMs }: SettlingLeft,
  { workspace, id }: Pick<AgendaEntry, 'workspace' | 'id'>,
): Promise<Date | undefined> {
  // Looks at the same intent share their instants, so that those of several starts become one.
  const later = (): Date => nextMark(now(), againAfterMs, id);
  const intent = await intents.find(workspace, id);
  if (intent === undefined) return undefined;
  if (await intents.isUnderWay(intent)) return later();
  // Another replica may look at the same moment: one of them takes it.
  const mine = await intents.takeOver(intent);
  if (mine === undefined) return later();
  try {
    await settle(mine);
  } finally {
    intents.leave(mine);
  }
  return (await intents.find(workspace, id)) === undefined ? undefined : later();
}
