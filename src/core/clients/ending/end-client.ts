import { audited } from '../../audit/audited.js';
import type { AuditTrail } from '../../audit/audit-trail.js';
import type { ClientRecord } from '../../model/client-record.js';
import { Problem } from '../../problem.js';
import { close, type Deleted, erase, type Erasing, mayHaveDeleted } from '../erase-client.js';

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
  let isOurs = false;
  await records.change(workspace, id, (current) => {
    isOurs =
      current.closed === undefined &&
      current.endsAt === endsAt &&
      current.end?.deleting?.since === left?.since;
    if (!isOurs) return undefined;
    return {
      ...current,
      end: { news: [], ...current.end, deleting: { since: now().toISOString(), attempt } },
    };
  });
  if (!isOurs) return { kind: 'called-off' };

  let deleted: Deleted;
  try {
    deleted = await audited({
      audit,
      workspace,
      facts: { actor: 'bot', action: 'end', target: { user, clientId: id, name }, reference },
      work: () => erase(context, { user, id, by: 'bot', how: 'ended', intent: attempt }),
      outcomeOf: ({ kind }) => {
        if (kind === 'deleted') return { outcome: 'done' };
        return { outcome: 'refused', reason: kind === 'already' ? 'already-deleted' : 'deleted-elsewhere' };
      },
    });
  } catch (error) {
    // What may be deleted cannot be extended: the next attempt finds out.
    const isUnclear = mayHaveDeleted(error);
    if (!isUnclear) await records.change(workspace, id, (current) => withoutDeleting(current, attempt));
    if (!(error instanceof Problem)) throw error;
    return { kind: 'not-deleted', problem: error, isUnclear };
  }
  if (deleted.kind !== 'already') return { kind: 'gone' };
  const { by, at, done } = deleted.deletion;
  if (done) {
    // A process that died before it closed the record.
    await close(context, { id, how: by === 'bot' ? 'ended' : 'deleted', by, at });
    return { kind: 'gone' };
  }
  await records.change(workspace, id, (current) => withoutDeleting(current, attempt));
  return { kind: 'under-way' };
}

function withoutDeleting(current: ClientRecord, attempt: string): ClientRecord | undefined {
  if (current.end?.deleting?.attempt !== attempt) return undefined;
  const { deleting: _, ...end } = current.end;
  return { ...current, end };
}
