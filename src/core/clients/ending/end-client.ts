import { audited, conclusionOf, type Recording } from '../../audit/audited.js';
import type { AuditTrail } from '../../audit/audit-trail.js';
import type { ClientRecord } from '../../model/client-record.js';
import { Problem } from '../../problem.js';
import { committingWith } from '../../committing-with.js';
import type { Part } from '../../store.js';
import {
  type Closing,
  closingRecord,
  conclusionOfDeletion,
  type Deleted,
  eraseOnRecord,
  type Erasing,
  mayHaveDeleted,
} from '../erase-client.js';

export interface EndContext extends Erasing {
  /** How long a deletion that has begun is left to the process that began it. */
  readonly deletingMs: number;
  readonly audit: AuditTrail;
  readonly reference: string;
}

export type Ended =
  /** It is gone, and its record is closed. */
  | { readonly kind: 'gone' }
  /** The end was moved before the deletion began, or the record is closed. */
  | { readonly kind: 'called-off' }
  /** Somebody is deleting it at this moment. */
  | { readonly kind: 'under-way' }
  /** It is to be tried again; `isUnclear`: it may be deleted all the same. */
  | { readonly kind: 'not-deleted'; readonly problem: Problem; readonly isUnclear: boolean };

/**
 * Deletes a client that has reached its end: an act of the bot. That it begins is written into the record first, so that
 * nobody moves the end meanwhile, and a process that dies leaves it to be finished by the next one.
 */
export async function endClient(context: EndContext, record: ClientRecord): Promise<Ended> {
  const { workspace, records, audit, deletions, reference, now, deletingMs } = context;
  const { id, user, name, endsAt } = record;
  const left = record.end?.deleting;
  if (left !== undefined) {
    const since = new Date(left.since);
    if (now().getTime() - since.getTime() < deletingMs) return { kind: 'under-way' };
    // A process that died may have deleted it: if it is gone, the bot deleted it.
    await deletions.release(workspace, id, { by: 'bot', at: since, intent: left.attempt }, 'unknown');
  }

  // The claim of a dead process is taken up by its attempt.
  const attempt = left?.attempt ?? crypto.randomUUID();
  const current = await records.find(workspace, id);
  if (
    current === undefined ||
    current.closed !== undefined ||
    current.endsAt !== endsAt ||
    current.end?.deleting?.since !== left?.since
  ) {
    return { kind: 'called-off' };
  }
  const deleting = { since: now().toISOString(), attempt };
  const begun: ClientRecord = { ...current, end: { news: [], ...current.end, deleting } };
  try {
    const deleted = await audited({
      audit,
      workspace,
      facts: { actor: 'bot', action: 'end', target: { user, clientId: id, name }, reference },
      also: records.changing(current, begun),
      otherwise: { kind: 'client-changed-meanwhile' },
      work: (recording) => deleteAtEnd(context, begun, { attempt, recording }),
      outcomeOf: conclusionOfDeletion,
    });
    const isDone = deleted.kind !== 'already' || deleted.deletion.done;
    return { kind: isDone ? 'gone' : 'under-way' };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.facts.kind === 'client-changed-meanwhile') return { kind: 'called-off' };
    // What may be deleted cannot be extended: the next attempt finds out.
    return { kind: 'not-deleted', problem: error, isUnclear: mayHaveDeleted(error) };
  }
}

/** What a deletion at the end works under. */
interface Attempt {
  readonly attempt: string;
  readonly recording: Recording;
}

/** Deletes; what follows from it in the client's record is one batch with the outcome. */
async function deleteAtEnd(
  context: EndContext,
  { id, user }: ClientRecord,
  { attempt, recording }: Attempt,
): Promise<Deleted> {
  const { workspace, records, deletions } = context;
  const notDeleting = (current: ClientRecord): ClientRecord | undefined => withoutDeleting(current, attempt);
  let deleted: Deleted;
  try {
    deleted = await eraseOnRecord(context, { user, id, by: 'bot', how: 'ended', intent: attempt }, recording);
  } catch (error) {
    if (!mayHaveDeleted(error)) {
      const forgetting = (): Promise<readonly Part[]> => deletions.forgettingAttempt(workspace, id, attempt);
      const commit = committingWith(recording(conclusionOf(error)), forgetting);
      await records.change(workspace, id, notDeleting, { commit: () => commit });
    }
    throw error;
  }
  if (deleted.kind !== 'already') return deleted;
  const commit = recording(conclusionOfDeletion(deleted));
  const { by, at, done } = deleted.deletion;
  if (done) {
    // A process that died before it closed the record.
    const closing: Closing = { id, how: by === 'bot' ? 'ended' : 'deleted', by, at };
    await committingWith(commit, () => closingRecord(context, closing))([]);
  } else await records.change(workspace, id, notDeleting, { commit: () => commit });
  return deleted;
}

function withoutDeleting(current: ClientRecord, attempt: string): ClientRecord | undefined {
  if (current.end?.deleting?.attempt !== attempt) return undefined;
  const { deleting: _, ...end } = current.end;
  return { ...current, end };
}
