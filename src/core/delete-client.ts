import type { AlphausUserName, ClientId, PersonId } from './api-client.js';
import type { ClientRecord } from './client-record.js';
import type { ConnectedWorkspace } from './connection.js';
import type { Deletion, Deletions } from './ports.js';
import { Problem } from './problem.js';

export interface Deleting extends ConnectedWorkspace {
  readonly deletions: Deletions;
  readonly now: () => Date;
}

export type Deleted =
  | { readonly kind: 'deleted' }
  /** Somebody was first: done, or still at it. */
  | { readonly kind: 'already'; readonly deletion: Deletion }
  /** The API did not know it any more: deleted elsewhere. `firstToSee`: this call closed its record. */
  | { readonly kind: 'absent'; readonly firstToSee: boolean };

/** Deletes an API client once, however many people, clicks and replicas try. */
export async function deleteClient(
  deleting: Deleting,
  user: AlphausUserName,
  id: ClientId,
  person: PersonId,
  how: 'deleted' | 'replaced' = 'deleted',
): Promise<Deleted> {
  const { workspace, connection, deletions } = deleting;
  if (connection.alphaus.ownClientIds.has(id)) throw new Problem({ kind: 'own-credential' });

  const claim = await deletions.claim(workspace, id, person, deleting.now());
  if (claim !== 'claimed') return { kind: 'already', deletion: claim };

  let answer: 'deleted' | 'absent';
  try {
    answer = await connection.alphaus.clients.delete(user, id);
  } catch (error) {
    await deletions.release(workspace, id, mayHaveDeleted(error) ? 'unknown' : 'not-deleted');
    throw error;
  }
  connection.directory.removed(user, id);

  // Gone although we did not see it go: it was an earlier attempt of ours whose answer was lost.
  const earlier = answer === 'absent' ? await deletions.attempt(workspace, id) : undefined;
  if (answer === 'absent' && earlier === undefined) {
    await deletions.release(workspace, id, 'not-deleted');
    return {
      kind: 'absent',
      firstToSee: await close(deleting, id, person, 'deleted-elsewhere', deleting.now()),
    };
  }
  const by = earlier?.by ?? person;
  const at = earlier?.at ?? deleting.now();
  await deletions.finish(workspace, id, by, at);
  await close(deleting, id, by, how, at);
  return { kind: 'deleted' };
}

/** Resolves to whether this call closed the record; `false` when it was closed before, or there is none. */
async function close(
  { records, workspace }: Deleting,
  id: ClientId,
  by: PersonId,
  how: NonNullable<ClientRecord['closed']>['how'],
  at: Date,
): Promise<boolean> {
  let first = false;
  await records.change(workspace, id, (current) => {
    first = current.closed === undefined;
    return first ? { ...current, closed: { how, by, at: at.toISOString() } } : undefined;
  });
  return first;
}

function mayHaveDeleted(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  const { kind } = error.facts;
  return (
    kind === 'api-timeout' || kind === 'api-unreachable' || kind === 'api-failed' || kind === 'api-nonsense'
  );
}
