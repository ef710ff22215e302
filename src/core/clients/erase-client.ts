import type { ClientRecord, Deleter } from '../model/client-record.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { ClientId } from '../model/ids.js';
import { Problem } from '../problem.js';
import type { ConnectedWorkspace } from './connected-workspace.js';
import type { Deletion, Deletions } from './deletions.js';

/** What deleting at the API works with, for a verb that has been allowed or for settling. */
export interface Erasing extends ConnectedWorkspace {
  readonly deletions: Deletions;
  readonly now: () => Date;
}

export type Deleted =
  /** `earlier`: by an attempt whose answer was lost, of this person or another one. */
  | { readonly kind: 'deleted'; readonly earlier: boolean }
  /** Somebody was first: done, or still at it. */
  | { readonly kind: 'already'; readonly deletion: Deletion }
  /** The API did not know it any more: deleted elsewhere, and its record is closed. */
  | { readonly kind: 'absent' };

/** Which client, and whose word it is. */
export interface Erasure {
  readonly user: AlphausUserName;
  readonly id: ClientId;
  readonly by: Deleter;
  readonly how: 'deleted' | 'replaced' | 'ended';
  /** The intent under which it happens: what a dead process claimed can be taken up by it again. */
  readonly intent: string;
}

/**
 * Claims the deletion, deletes, and closes the record; nothing is left claimed when it fails. Never deletes the API
 * client that the connection itself uses: without it the bot would be cut off.
 */
export async function erase(erasing: Erasing, of: Erasure): Promise<Deleted> {
  const { workspace, connection, deletions } = erasing;
  const { user, id, how } = of;
  if (connection.alphaus.ownClientIds.has(id)) throw new Problem({ kind: 'own-credential' });
  const claim = { by: of.by, at: erasing.now(), intent: of.intent };
  const claimed = await deletions.claim(workspace, id, claim);
  if (claimed !== 'claimed') return { kind: 'already', deletion: claimed };

  let answer: 'deleted' | 'absent';
  try {
    answer = await connection.alphaus.clients.delete(user, id);
  } catch (error) {
    await deletions.release(workspace, id, claim, mayHaveDeleted(error) ? 'unknown' : 'not-deleted');
    throw error;
  }
  connection.directory.removed(user, id);

  // Gone although we did not see it go: it was an earlier attempt of ours whose answer was lost.
  const earlier = answer === 'absent' ? await deletions.attempt(workspace, id) : undefined;
  if (answer === 'absent' && earlier === undefined) {
    await deletions.release(workspace, id, claim, 'not-deleted');
    await close(erasing, { id, how: 'deleted-elsewhere', by: of.by, at: erasing.now() });
    return { kind: 'absent' };
  }
  const by = earlier?.by ?? of.by;
  const at = earlier?.at ?? erasing.now();
  await deletions.finish(workspace, id, by, at);
  await close(erasing, { id, how: earlier === undefined ? how : by === 'bot' ? 'ended' : 'deleted', by, at });
  return { kind: 'deleted', earlier: earlier !== undefined };
}

/** How, by whom and when a client ended. */
export interface Closing {
  readonly id: ClientId;
  readonly how: NonNullable<ClientRecord['closed']>['how'];
  readonly by: Deleter;
  readonly at: Date;
}

/** Closes a client's record, unless it is closed already, or there is none. */
export async function close(
  { records, workspace }: Pick<Erasing, 'records' | 'workspace'>,
  { id, how, by, at }: Closing,
): Promise<void> {
  await records.change(workspace, id, (current) =>
    current.closed === undefined ? { ...current, closed: { how, by, at: at.toISOString() } } : undefined,
  );
}

/** Whether the API may have done it although we were not told so. */
export function mayHaveDeleted(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  const { kind } = error.facts;
  return (
    kind === 'api-timeout' ||
    kind === 'api-unreachable' ||
    kind === 'api-failed' ||
    kind === 'api-malformed' ||
    kind === 'store-unavailable'
  );
}
