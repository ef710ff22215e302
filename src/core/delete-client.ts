import type { AlphausUserName, ClientId, PersonId, WorkspaceId } from './api-client.js';
import type { ClientRecord } from './client-record.js';
import type { Connection } from './connection.js';
import type { ClientRecords, Deletion, Deletions } from './ports.js';
import { Problem } from './problem.js';

export interface Deleting {
  readonly workspace: WorkspaceId;
  readonly connection: Connection;
  readonly records: ClientRecords;
  readonly deletions: Deletions;
  readonly now: () => Date;
}

export type Deleted =
  | { readonly kind: 'deleted'; readonly at: Date; readonly record: ClientRecord | undefined }
  /** Somebody was first: done, or still at it. */
  | { readonly kind: 'already'; readonly deletion: Deletion }
  /** The API did not know it any more: deleted elsewhere. */
  | { readonly kind: 'absent' };

/** Deletes an API client once, however many people, clicks and replicas try. */
export async function deleteClient(
  deleting: Deleting,
  user: AlphausUserName,
  id: ClientId,
  person: PersonId,
  how: 'deleted' | 'replaced' = 'deleted',
): Promise<Deleted> {
  const { workspace, connection, records, deletions } = deleting;
  if (id === connection.alphaus.ownClientId) throw new Problem({ kind: 'own-credential' });

  const claim = await deletions.claim(workspace, id, person, deleting.now());
  if (claim !== 'claimed') return { kind: 'already', deletion: claim };

  let answer: 'deleted' | 'absent';
  try {
    answer = await connection.alphaus.clients.delete(user, id);
  } catch (error) {
    await deletions.release(workspace, id);
    throw error;
  }
  connection.directory.removed(user, id);
  const at = deleting.now();
  if (answer === 'absent') {
    await deletions.release(workspace, id);
  } else {
    await deletions.finish(workspace, id, person, at);
  }
  const record = await records.change(workspace, id, (current) =>
    current.closed === undefined
      ? {
          ...current,
          closed: {
            how: answer === 'absent' ? 'deleted-elsewhere' : how,
            by: person,
            at: at.toISOString(),
          },
        }
      : undefined,
  );
  return answer === 'absent' ? { kind: 'absent' } : { kind: 'deleted', at, record };
}
