import type { Deleter } from '../model/client-record.js';
import type { ClientId, WorkspaceId } from '../model/ids.js';
import type { Part } from '../store.js';

/** Who is deleting, or has deleted, an API client. */
export interface Deletion {
  readonly by: Deleter;
  readonly at: Date;
  readonly done: boolean;
}

/** One attempt to delete an API client. */
export interface DeletionClaim {
  readonly by: Deleter;
  readonly at: Date;
  readonly intent: string;
}

/** Exactly one deletion of an API client runs at a time, and its outcome stays readable. */
export interface Deletions {
  /**
   * `'claimed'` for exactly one caller; everybody else gets the deletion that stands. Under the same `intent`
   * a claim is taken up again: it was a process that died which made it.
   */
  claim(workspace: WorkspaceId, id: ClientId, claim: DeletionClaim): Promise<'claimed' | Deletion>;
  /** The parts of a batch that note that the client is deleted. */
  finishing(workspace: WorkspaceId, id: ClientId, by: Deleter, at: Date): readonly Part[];
  /**
   * Gives this very claim back, if it still stands, after a deletion that did not happen, or of which nobody knows
   * whether it did.
   */
  release(
    workspace: WorkspaceId,
    id: ClientId,
    claim: DeletionClaim,
    outcome: 'not-deleted' | 'unknown',
  ): Promise<void>;
  /** The last attempt of which nobody knows whether it deleted. */
  attempt(workspace: WorkspaceId, id: ClientId): Promise<Pick<Deletion, 'by' | 'at'> | undefined>;
  /**
   * The parts of a batch that forget the attempt under this intent: it has not deleted, so that what deletes the client
   * later is not taken for it. None where another one is the last.
   */
  forgettingAttempt(workspace: WorkspaceId, id: ClientId, intent: string): Promise<readonly Part[]>;
  find(workspace: WorkspaceId, id: ClientId): Promise<Deletion | undefined>;
}
