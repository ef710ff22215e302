import type { WorkspaceId } from '../model/ids.js';

/** What was there at the last look, to find out what has changed since: it costs what changed, not what there is. */
export interface LastSeen {
  /** Compares what there is now, each with a value, with what was kept under this name. */
  compare(workspace: WorkspaceId, name: string, now: ReadonlyMap<string, string>): Promise<Difference>;
}

export interface Difference {
  /** Nothing was kept before. */
  readonly isFirst: boolean;
  /** The ones that were not there. */
  readonly added: readonly string[];
  /** The ones that are not there any more, each with the value that it had. */
  readonly gone: ReadonlyMap<string, string>;
  /** Keeps what there is now, once the difference is dealt with. */
  keep(): Promise<void>;
}
