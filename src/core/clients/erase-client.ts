import type { ClientRecord, Deleter } from '../model/client-record.js';
import type { AlphausUserName } from '../model/api-client.js';
import { type AuditConclusion, DONE, type Recording } from '../audit/audited.js';
import { committingWith } from '../committing-with.js';
import type { ClientId } from '../model/ids.js';
import { Problem } from '../problem.js';
import type { Part } from '../store.js';
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

/** A deletion that the API was asked for, and what is to be written of it. */
export interface Erased {
  readonly deleted: Deleted;
  /**
   * The parts of a batch that close the client's record, as it stands now, and note who deleted it: they are written
   * together with the record of the act.
   */
  readonly closing: () => Promise<readonly Part[]>;
}

/**
 * Claims the deletion, and deletes; nothing is left claimed when it fails. Never deletes the API client that the
 * connection itself uses: without it the bot would be cut off.
 */
export async function erase(erasing: Erasing, of: Erasure): Promise<Erased> {
  const { workspace, connection, deletions } = erasing;
  const { user, id, how } = of;
  if (connection.alphaus.ownClientIds.has(id)) throw new Problem({ kind: 'own-credential' });
  const claim = { by: of.by, at: erasing.now(), intent: of.intent };
  const claimed = await deletions.claim(workspace, id, claim);
  if (claimed !== 'claimed') {
    return { deleted: { kind: 'already', deletion: claimed }, closing: () => Promise.resolve([]) };
  }

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
    const gone: Closing = { id, how: 'deleted-elsewhere', by: of.by, at: erasing.now() };
    return { deleted: { kind: 'absent' }, closing: () => closingRecord(erasing, gone) };
  }
  const by = earlier?.by ?? of.by;
  const at = earlier?.at ?? erasing.now();
  return {
    deleted: { kind: 'deleted', earlier: earlier !== undefined },
    closing: () =>
      finishingDeletion(erasing, {
        id,
        how: earlier === undefined ? how : by === 'bot' ? 'ended' : 'deleted',
        by,
        at,
      }),
  };
}

/** Deletes an API client, and puts that on record in one batch with what follows from it. */
export async function eraseOnRecord(erasing: Erasing, of: Erasure, recording: Recording): Promise<Deleted> {
  const { deleted, closing } = await erase(erasing, of);
  if (deleted.kind !== 'already') await committingWith(recording(conclusionOfDeletion(deleted)), closing)([]);
  return deleted;
}

/** What the record of a deletion says. */
export function conclusionOfDeletion({ kind }: Deleted): AuditConclusion {
  if (kind === 'deleted') return DONE;
  return { outcome: 'refused', reason: kind === 'already' ? 'already-deleted' : 'deleted-elsewhere' };
}

/** How, by whom and when a client ended. */
export interface Closing {
  readonly id: ClientId;
  readonly how: NonNullable<ClientRecord['closed']>['how'];
  readonly by: Deleter;
  readonly at: Date;
}

/** The parts of a batch that close a client's record, unless it is closed already, or there is none. */
export async function closingRecord(
  { records, workspace }: Pick<Erasing, 'records' | 'workspace'>,
  { id, how, by, at }: Closing,
): Promise<readonly Part[]> {
  const current = await records.find(workspace, id);
  if (current === undefined || current.closed !== undefined) return [];
  return records.changing(current, { ...current, closed: { how, by, at: at.toISOString() } });
}

/** The parts of a batch that note a deletion, and close the client's record. */
export async function finishingDeletion(
  erasing: Pick<Erasing, 'records' | 'workspace' | 'deletions'>,
  closing: Closing,
): Promise<readonly Part[]> {
  const { id, by, at } = closing;
  const finishing = erasing.deletions.finishing(erasing.workspace, id, by, at);
  return [...finishing, ...(await closingRecord(erasing, closing))];
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
