import type { Fetch } from '../core/http.js';
/** At most so many connections to one host are used for calls that are answered in time. */
const AT_ONCE = 8;
/** How many of these one workspace may use, so that others find room even when all of its calls hang. */
const OF_ONE_WORKSPACE = 6;
/** A call without an answer for this long no longer counts, so that slow ones do not hold up the others. */
const STUCK_AFTER_MS = 1_000;

interface Lane {
  running: number;
  readonly waiting: (() => void)[];
}

interface Host {
  running: number;
  /** The lane of each workspace; the one that was served longest ago comes first. */
  readonly lanes: Map<string, Lane>;
}

/**
 * One HTTP client for all workspaces, of which each gets its share: connections are few and kept, and a workspace
 * whose API hangs, or that asks for much at once, does not slow the others.
 */
export class FetchLanes {
  readonly #fetch: Fetch;
  readonly #stuckAfterMs: number;
  readonly #hosts = new Map<string, Host>();

  constructor(fetch: Fetch, stuckAfterMs = STUCK_AFTER_MS) {
    this.#fetch = fetch;
    this.#stuckAfterMs = stuckAfterMs;
  }

  /** The client for one workspace. */
  of(workspace: string): Fetch {
    return async (input, init) => {
      const { host } = new URL(input);
      const leave = await this.#enter(host, workspace, init?.signal ?? undefined);
      const stuck = setTimeout(leave, this.#stuckAfterMs);
      try {
        return await this.#fetch(input, init);
      } finally {
        clearTimeout(stuck);
        // The call's connection is free in the next turn: a call before that would open another one.
        setImmediate(leave);
      }
    };
  }

  /** Resolves at this workspace's turn to what ends it, and rejects when it is not wanted any more. */
  #enter(name: string, workspace: string, signal: AbortSignal | undefined): Promise<() => void> {
    const host = this.#hosts.get(name) ?? { running: 0, lanes: new Map<string, Lane>() };
    this.#hosts.set(name, host);
    const lane = host.lanes.get(workspace) ?? { running: 0, waiting: [] };
    host.lanes.set(workspace, lane);
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve(this.#leaving(name, host, workspace, lane));
      };
      const giveUp = (): void => {
        lane.waiting.splice(lane.waiting.indexOf(begin), 1);
        this.#forget(name, host, workspace, lane);
        reject(signal?.reason);
      };
      if (signal?.aborted === true) {
        this.#forget(name, host, workspace, lane);
        return reject(signal.reason);
      }
      signal?.addEventListener('abort', giveUp, { once: true });
      lane.waiting.push(begin);
      this.#next(host);
    });
  }

  #leaving(name: string, host: Host, workspace: string, lane: Lane): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      host.running -= 1;
      lane.running -= 1;
      this.#forget(name, host, workspace, lane);
      this.#next(host);
    };
  }

  #next(host: Host): void {
    for (const [workspace, lane] of host.lanes) {
      if (host.running >= AT_ONCE) return;
      if (lane.running >= OF_ONE_WORKSPACE) continue;
      const begin = lane.waiting.shift();
      if (begin === undefined) continue;
      host.running += 1;
      lane.running += 1;
      // To the end of the line.
      host.lanes.delete(workspace);
      host.lanes.set(workspace, lane);
      begin();
    }
  }

  #forget(name: string, host: Host, workspace: string, lane: Lane): void {
    if (lane.running + lane.waiting.length > 0) return;
    host.lanes.delete(workspace);
    if (host.lanes.size === 0) this.#hosts.delete(name);
  }
}
