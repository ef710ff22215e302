import type { PersonId } from './api-client.js';
import type { ClientRecord } from './client-record.js';
import { type Deleted, type Deleting, deleteClient } from './delete-client.js';
import { type Issued, type Issuing, issueClient } from './issue-client.js';
import { Problem } from './problem.js';

export type Replaced =
  | Issued
  | Extract<Deleted, { kind: 'already' }>
  /** The client is closed already: deleted or replaced, by whichever way. */
  | { readonly kind: 'closed'; readonly closed: NonNullable<ClientRecord['closed']> }
  /** The old client is deleted, and the new one could not be made. */
  | { readonly kind: 'only-deleted'; readonly problem: Problem };

/**
 * Deletes an API client whose secret nobody holds and makes it anew: same facts, new id, new secret.
 * `deleted` is called in between: from then on the old secret is worth nothing.
 */
export async function replaceClient(
  replacing: Issuing & Deleting,
  record: ClientRecord,
  person: PersonId,
  deleted: () => Promise<void>,
): Promise<Replaced> {
  if (record.closed !== undefined) return { kind: 'closed', closed: record.closed };
  const gone = await deleteClient(replacing, record.user, record.id, person, 'replaced');
  if (gone.kind === 'already') return gone;
  if (gone.kind === 'absent' && !gone.firstToSee) {
    const now = await replacing.records.find(replacing.workspace, record.id);
    if (now?.closed !== undefined) return { kind: 'closed', closed: now.closed };
  }
  await deleted();
  try {
    return await issueClient(replacing, record, person, record.id);
  } catch (problem) {
    if (problem instanceof Problem) return { kind: 'only-deleted', problem };
    throw problem;
  }
}
