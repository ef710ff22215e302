import type { PersonId, RequestId, WorkspaceId } from '../model/ids.js';
import type { ClientRequest } from './request.js';
import type { Commit, Part, Swapped } from '../store.js';

/**
 * Requests; each change is one atomic transition, however many people, clicks and replicas there are. With each of
 * them the agenda learns that somebody has to look after the request: its process may die before people hear of it.
 */
export interface Requests {
  find(workspace: WorkspaceId, id: RequestId): Promise<ClientRequest | undefined>;
  /**
   * Adds it where there is none of its id yet, and resolves to the one that there is. `commit` may write more in the same
   * batch.
   */
  add(request: ClientRequest, commit?: Commit): Promise<ClientRequest>;
  /** The parts of a batch that change a request; refused unless it stands as it was read. */
  changing(before: ClientRequest, after: ClientRequest): readonly Part[];
  /** Swapped by exactly one caller who saw `current`; `commit` may write more in the same batch. */
  replace(current: ClientRequest, next: ClientRequest, commit?: Commit): Promise<Swapped<ClientRequest>>;
  /** Requests that wait for a decision or to be collected, in the order of their ids. */
  live(workspace: WorkspaceId): Promise<readonly ClientRequest[]>;
  /** Has all live ones of a workspace looked after now, as something that concerns them has changed. */
  lookAfterLive(workspace: WorkspaceId): Promise<void>;
  /** What this person asked for, newest first, without reading the requests: all of it, or `atMost` so many. */
  of(workspace: WorkspaceId, requester: PersonId, atMost?: number): Promise<readonly RequestId[]>;
  /** Reads the requests that exist, in the order of the ids, in one round trip. */
  findAll(workspace: WorkspaceId, ids: readonly RequestId[]): Promise<readonly ClientRequest[]>;
}
