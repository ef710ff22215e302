import type { PersonId, RequestId, WorkspaceId } from '../model/ids.js';
import type { ClientRequest } from './request.js';
import type { Swapped } from '../store.js';

/** Requests; each change is one atomic transition, however many people, clicks and replicas there are. */
export interface Requests {
  find(workspace: WorkspaceId, id: RequestId): Promise<ClientRequest | undefined>;
  add(request: ClientRequest): Promise<void>;
  /** Swapped by exactly one caller who saw `current`. */
  replace(current: ClientRequest, next: ClientRequest): Promise<Swapped<ClientRequest>>;
  /** Those that somebody still has to look after, oldest first. */
  live(workspace: WorkspaceId): Promise<readonly ClientRequest[]>;
  /** All that this person ever asked for. */
  of(workspace: WorkspaceId, requester: PersonId): Promise<readonly ClientRequest[]>;
  /** Has it among the live ones again. */
  watch(request: ClientRequest): Promise<void>;
  /** Nothing is left to do about it: it stays readable, and is not among the live ones any more. */
  forget(request: ClientRequest): Promise<void>;
}
