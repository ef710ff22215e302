import type { Fetch } from '../core/http.js';
import type { WorkUnderWay } from '../slack/transport/work-under-way.js';
import type { Backend } from '../storage/backends/backend.js';

/** What the bot takes from the world outside: network, clock, store, pace; a program that starts it may hand in its own. */
export interface Runtime {
  readonly fetch: Fetch;
  readonly now: () => Date;
  /** Stands between the bot and its store. */
  readonly wrapBackend: (backend: Backend) => Backend;
  /** Told once when the store cannot be trusted any more: the process has to end. */
  readonly storeLost: (reason: Error) => void;
  /** What goes on in the bot behind what was acknowledged. */
  readonly work: WorkUnderWay;
  readonly pace: Pace;
}

/** How fast what was left half-done is found and brought to its end, in milliseconds. */
export interface Pace {
  /** A process counts as dead this long after its last heartbeat. */
  readonly leaseMs: number;
  /** How often the agenda is asked for what is due. */
  readonly agendaEveryMs: number;
  readonly settleEveryMs: number;
  /** What the API was asked this long ago, and shows no trace of, did not happen. */
  readonly sureAfterMs: number;
  /** How often requests are looked after. */
  readonly requestsEveryMs: number;
  /** A message about a request that has been on its way for so long may stand or not: nobody will say. */
  readonly sendingMs: number;
}

export const usualPace: Pace = {
  leaseMs: 30_000,
  agendaEveryMs: 1_000,
  settleEveryMs: 20_000,
  sureAfterMs: 60_000,
  requestsEveryMs: 60_000,
  sendingMs: 60_000,
};
