import { audited, auditedFurther, conclusionOf, type Recording } from '../../audit/audited.js';
import type { AuditTrail } from '../../audit/audit-trail.js';
import type { ClientRecord } from '../../model/client-record.js';
import { Problem } from '../../problem.js';
import { committingWith } from '../../committing-with.js';
import type { Part } from '../../store.js';
import { unlessProblem } from '../../unless-problem.js';
import {
  type Closing,
  closingRecord,
  conclusionOfDeletion,
  type Deleted,
  eraseOnRecord,
  type Erasing,
  mayHaveDeleted,
} from '../erase-client.js';
import { HOUR_MS } from '../../model/durations.js';

export interface EndContext extends Erasing {
  /** How long a deletion that has begun is left to the process that began it, and the first pause where no answer came. */
  readonly deletingMs: number;
  readonly audit: AuditTrail;
  readonly reference: string;
}

export type Ended =
  /** It is gone, and its record is closed. */
  | { readonly kind: 'gone' }
  /** The end was moved before the deletion began, or the record is closed. */
  | { readonly kind: 'called-off' }
  /** Somebody is deleting it at this moment, or it is not tried again yet. */
  | { readonly kind: 'under-way'; readonly again: Date }
  /** It is to be tried again; `again`: then, since it may be deleted all the same. */
  | { readonly kind: 'not-deleted'; readonly problem: Problem; readonly again?: Date };

type Deleting = NonNullable<NonNullable<ClientRecord['end']>['deleting']>;

/** An API that gives no answer is asked with pauses that double up to this one. */
const LONGEST_PAUSE_MS = HOUR_MS;

/** When a deletion that has begun is tried again. */
function againAt({ since, unclearSince = since }: Deleting, deletingMs: number): Date {
  const last = Date.parse(since);
  const lasted = last - Date.parse(unclearSince);
  return new Date(last + Math.max(deletingMs, Math.min(lasted, LONGEST_PAUSE_MS)));
}

/**
 * Deletes a client that has reached its end: an act of the bot. That it begins is written into the record first, so that
 * nobody moves the end meanwhile, and a process that dies leaves it to be finished by the next one.
 */
export async function endClient(context: EndContext, record: ClientRecord): Promise<Ended> {
  const { workspace, records, audit, deletions, reference, now, deletingMs } = context;
  const { id, user, name, endsAt } = record;
  const left = record.end?.deleting;
  if (left !== undefined) {
    const again = againAt(left, deletingMs);
    if (now() < again) return { kind: 'under-way', again };
    // A process that died may have deleted it: if it is gone, the bot deleted it.
    const claim = { by: 'bot', at: new Date(left.since), intent: left.attempt } as const;
    await deletions.release(workspace, id, claim, 'unknown');
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
  const unclearSince = left?.unclearSince;
  const deleting: Deleting = {
    since: now().toISOString(),
    attempt,
    ...(unclearSince !== undefined && { unclearSince }),
  };
  const begun: ClientRecord = { ...current, end: { news: [], ...current.end, deleting } };
  const act = {
    audit,
    workspace,
    facts: { actor: 'bot', action: 'end', target: { user, clientId: id, name }, reference },
    work: (recording: Recording) =>
      deleteAtEnd(context, begun, { deleting, isFirst: left === undefined, recording }),
    outcomeOf: conclusionOfDeletion,
  } as const;
  try {
    let deleted: Deleted;
    if (left?.unclearSince === undefined) {
      const otherwise = { kind: 'client-changed-meanwhile' } as const;
      deleted = await audited({ ...act, also: records.changing(current, begun), otherwise });
    } else {
      if (!(await isTakenUp(context, current, left, deleting))) return { kind: 'called-off' };
      deleted = await auditedFurther(act);
    }
    const isDone = deleted.kind !== 'already' || deleted.deletion.done;
    return isDone ? { kind: 'gone' } : { kind: 'under-way', again: againAt(deleting, deletingMs) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.facts.kind === 'client-changed-meanwhile') return { kind: 'called-off' };
    // What may be deleted cannot be extended: the next attempt finds out.
    return {
      kind: 'not-deleted',
      problem: error,
      ...(mayHaveDeleted(error) && { again: againAt(deleting, deletingMs) }),
    };
  }
}

/** Writes that the API is asked again; `false` where another process does so, or the client is closed. */
async function isTakenUp(
  { workspace, records }: EndContext,
  { id }: ClientRecord,
  left: Deleting,
  deleting: Deleting,
): Promise<boolean> {
  let isOurs = false;
  await records.change(workspace, id, (current) => {
    isOurs = current.closed === undefined && current.end?.deleting?.since === left.since;
    return isOurs ? { ...current, end: { news: [], ...current.end, deleting } } : undefined;
  });
  return isOurs;
}

/** What a deletion at the end works under. */
interface Attempt {
  readonly deleting: Deleting;
  /** Whether the API has not been asked before; else an earlier try may have deleted it. */
  readonly isFirst: boolean;
  readonly recording: Recording;
}

/** Deletes; what follows from it in the client's record is one batch with the outcome. */
async function deleteAtEnd(
  context: EndContext,
  { id, user }: ClientRecord,
  { deleting, isFirst, recording }: Attempt,
): Promise<Deleted> {
  const { workspace, records, deletions } = context;
  const { attempt } = deleting;
  const notDeleting = (current: ClientRecord): ClientRecord | undefined => withoutDeleting(current, attempt);
  let deleted: Deleted;
  try {
    deleted = await eraseOnRecord(context, { user, id, by: 'bot', how: 'ended', intent: attempt }, recording);
  } catch (error) {
    if (mayHaveDeleted(error)) {
      if (deleting.unclearSince === undefined) {
        const commit = recording(conclusionOf(error));
        const unclear = (current: ClientRecord): ClientRecord | undefined => asUnclear(current, deleting);
        // Unless the store takes it, the next attempt is on record like this one.
        await unlessProblem(records.change(workspace, id, unclear, { commit: () => commit }));
      }
    } else if (isFirst || (await isListed(context, { id, user }))) {
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

/** Whether the API still lists it: a refusal does not say what became of an earlier try that got no answer. */
async function isListed(
  { connection }: EndContext,
  { id, user }: Pick<ClientRecord, 'id' | 'user'>,
): Promise<boolean> {
  const listed = await unlessProblem(connection.directory.fresh(user));
  return listed?.some((client) => client.id === id) === true;
}

/** The record with the word that the API has not said what it did; `undefined` where another attempt has begun since. */
function asUnclear(current: ClientRecord, deleting: Deleting): ClientRecord | undefined {
  const { end } = current;
  if (end?.deleting?.attempt !== deleting.attempt || end.deleting.since !== deleting.since) return undefined;
  return { ...current, end: { ...end, deleting: { ...deleting, unclearSince: deleting.since } } };
}

function withoutDeleting(current: ClientRecord, attempt: string): ClientRecord | undefined {
  if (current.end?.deleting?.attempt !== attempt) return undefined;
  const { deleting: _, ...end } = current.end;
  return { ...current, end };
}
