import type { Agenda, AgendaEntry, AgendaKind, DueEntry, TakenEntry } from '../core/agenda/agenda.js';
import type { WorkspaceId } from '../core/model/ids.js';
import { type Clock, runByClock } from './clock.js';

/** Entries that a process works on at the same time, without those that take long. */
const AT_ONCE = 64;
/** With them: what is under way takes bounded memory. */
const AT_ONCE_IN_ALL = 512;
/** How many entries of one workspace run at once, so that a hanging API leaves room for other workspaces. */
const AT_ONCE_PER_WORKSPACE = 4;
const READ_AT_ONCE = 100;
/** A look reads no more: one that does not come to the end of what is due is gone on with by the next one. */
const PAGES_AT_MOST = 20;
/** Pauses after failures double up to so many times the first one. */
const LONGEST_PAUSE = 32;

/** Does what an entry asks for. Resolves to when there is something to do about the same thing again, if ever. */
export type AgendaHandler = (entry: DueEntry) => Promise<Date | undefined>;

export interface RunningAgenda {
  readonly agenda: Agenda;
  readonly handlers: Readonly<Record<AgendaKind, AgendaHandler>>;
  readonly everyMs: number;
  /** What a process that died was at is taken up by another one after this long. */
  readonly leaseMs: number;
  /** After a first failure; pauses double from then on. */
  readonly pauseMs: number;
  /** What takes longer gives its place to others, so that many workspaces whose API hangs keep nobody waiting. */
  readonly slowAfterMs: number;
  /** Told of work that is under way, so that a stop waits for it. */
  readonly track: (work: Promise<void>) => void;
  /** Told of a failure; the entry is put off and falls due again. */
  readonly failed: (error: unknown, entry?: AgendaEntry) => void;
}

/** Works on what falls due, for all workspaces. An idle bot makes one read each `everyMs`, and nothing else. */
export function runAgenda(running: RunningAgenda): Clock {
  const { agenda, everyMs, slowAfterMs, track, failed } = running;
  const atWork = new Map<WorkspaceId, number>();
  let total = 0;
  let slow = 0;
  let stopped = false;
  /** Something was due, and there was no room for it. */
  let isCutShort = false;
  /** Where the next look begins, so that many entries that have to wait do not hide the later ones that are due. */
  let behind: DueEntry | undefined;

  const begin = (entry: DueEntry): void => {
    const { workspace } = entry;
    total += 1;
    atWork.set(workspace, (atWork.get(workspace) ?? 0) + 1);
    let isSlow = false;
    const timer = setTimeout(() => {
      isSlow = true;
      slow += 1;
      if (isCutShort) void lookNow();
    }, slowAfterMs);
    const work = workOn(running, entry)
      .catch((error: unknown) => failed(error, entry))
      .finally(() => {
        clearTimeout(timer);
        total -= 1;
        if (isSlow) slow -= 1;
        const left = (atWork.get(workspace) ?? 1) - 1;
        if (left === 0) atWork.delete(workspace);
        else atWork.set(workspace, left);
        if (isCutShort) void lookNow();
      });
    track(work);
  };

  const isBusy = (): boolean => {
    isCutShort = total - slow >= AT_ONCE || total >= AT_ONCE_IN_ALL;
    return stopped || isCutShort;
  };

  const look = async (): Promise<void> => {
    for (let page = 0; page < PAGES_AT_MOST; page += 1) {
      if (isBusy()) return;
      const due = await agenda.due(READ_AT_ONCE, behind);
      for (const entry of due) {
        if (isBusy()) return;
        if ((atWork.get(entry.workspace) ?? 0) < AT_ONCE_PER_WORKSPACE) begin(entry);
        behind = entry;
      }
      if (due.length < READ_AT_ONCE) {
        behind = undefined;
        return;
      }
    }
  };

  let looking: Promise<void> | undefined;
  /** One look at a time: another one that is wanted meanwhile comes with the clock. */
  const lookNow = (): Promise<void> => {
    looking ??= look()
      .catch((error: unknown) => failed(error))
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const clock = runByClock(everyMs, lookNow);
  return {
    stop() {
      stopped = true;
      clock.stop();
    },
  };
}

async function workOn(running: RunningAgenda, entry: DueEntry): Promise<void> {
  const { agenda, handlers, leaseMs, pauseMs, failed } = running;
  let taken = await agenda.take(entry, leaseMs);
  if (taken === undefined) return;
  let renewing: Promise<void> = Promise.resolve();
  const renew = async (held: TakenEntry): Promise<void> => {
    taken = (await agenda.renew(held, leaseMs)) ?? held;
  };
  const renewals = setInterval(() => {
    renewing = renewing.then(() => taken && renew(taken)).catch((error: unknown) => failed(error, entry));
  }, leaseMs / 3);
  try {
    const next = await handlers[entry.kind](entry);
    clearInterval(renewals);
    await renewing;
    await agenda.finish(taken, next);
  } catch (error) {
    clearInterval(renewals);
    await renewing;
    await agenda.putOff(taken, pauseMs * Math.min(LONGEST_PAUSE, 2 ** taken.failures));
    throw error;
  }
}
