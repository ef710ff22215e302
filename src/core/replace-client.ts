import type { PersonId } from './api-client.js';
import type { ClientRecord } from './client-record.js';
import { type Deleted, type Deleting, deleteClient } from './delete-client.js';
import { type Issued, type Issuing, issueClient } from './issue-client.js';
import { Problem } from './problem.js';

export type Replaced =
  | Issued
  | Extract<Deleted, { kind: 'already' }>
  /** The old client is deleted, and the new one could not be made. */
  | { readonly kind: 'only-deleted'; readonly problem: Problem };

/** Deletes an API client whose secret nobody holds and makes it anew: same facts, new id, new secret. */
export async function replaceClient(
  replacing: Issuing & Deleting,
  record: ClientRecord,
  person: PersonId,
): Promise<Replaced> {
  const deleted = await deleteClient(replacing, record.user, record.id, person, 'replaced');
  if (deleted.kind === 'already') return deleted;
  try {
    return await issueClient(replacing, record, person, record.id);
  } catch (problem) {
    if (problem instanceof Problem) return { kind: 'only-deleted', problem };
    throw problem;
  }
}
