import { accountOf } from '../connection/same-account.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { ClientId, PersonId } from '../model/ids.js';
import { audited } from '../audit/audited.js';
import type { ClientRecord } from '../model/client-record.js';
import type { ConnectedWorkspace } from './connected-workspace.js';
import type { Intents } from '../intents/intents.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { Deletion, Deletions } from './deletions.js';
import { unlessProblem } from '../unless-problem.js';
import { Problem } from '../problem.js';

export interface Deleting extends ConnectedWorkspace {
  readonly deletions: Deletions;
  readonly intents: Intents;
  readonly audit: AuditTrail;
  readonly reference: string;
  readonly now: () => Date;
}

export type Deleted =
  | { readonly kind: 'deleted' }
  /** Somebody was first: done, or still at it. */
  | { readonly kind: 'already'; readonly deletion: Deletion }
  /** The API did not know it any more: deleted elsewhere. `firstToSee`: this call closed its record. */
  | { readonly kind: 'absent'; readonly firstToSee: boolean };

/** Which client, and whose word it is. */
export interface DeletionOf {
  readonly user: AlphausUserName;
  readonly id: ClientId;
  readonly person: PersonId;
  readonly how: 'deleted' | 'replaced';
  /** The intent under which it happens: what a dead process claimed can be taken up by it again. */
  readonly intent: string;
}

/**
 * Deletes an API client once, however many people, clicks and replicas try. `tell` says to the person what came
 * of it: until then it counts as open, and would be told after a crash. `offer`: by which they were asked about it.
 */
export async function deleteClient(
  deleting: Deleting,
  {
    rule,
    offer,
    ...wanted
  }: Pick<DeletionOf, 'user' | 'id' | 'person'> & { readonly rule?: string; readonly offer?: string },
  tell: (deleted: Deleted) => Promise<void> = () => Promise.resolve(),
): Promise<Deleted> {
  const { workspace, connection, intents, reference } = deleting;
  const { user, id, person } = wanted;
  refuseOwnCredential(deleting, id);
  const account = accountOf(connection, user);
  const intent = intents.prepare({
    kind: 'delete',
    workspace,
    person,
    reference,
    ...(account !== undefined && { account }),
    user,
    client: id,
    ...(offer !== undefined && { offer }),
    stage: { at: 'deleting' },
  });
  let asked = false;
  const work = (): Promise<Deleted> => {
    asked = true;
    return erase(deleting, { ...wanted, how: 'deleted', intent: intent.id });
  };
  try {
    const deleted = await auditedDeletion(deleting, { ...wanted, rule }, work, () => intents.begin(intent));
    await tell(deleted);
    await intents.settle(intent);
    return deleted;
  } catch (error) {
    // Without an answer the API is looked at again later: the person hears then what it did.
    if (asked && mayHaveDeleted(error)) {
      await unlessProblem(
        intents.advance(intent, { at: 'unanswered', gaveUpAt: deleting.now().toISOString() }),
      );
    } else await intents.settle(intent);
    throw error;
  } finally {
    intents.leave(intent);
  }
}

export function refuseOwnCredential({ connection }: ConnectedWorkspace, id: ClientId): void {
  if (connection.alphaus.ownClientIds.has(id)) throw new Problem({ kind: 'own-credential' });
}

/** `written` makes sure that the intent stands on disk; the attempt's record is written beside it. */
export function auditedDeletion(
  { audit, workspace, reference }: Deleting,
  {
    user,
    id,
    person,
    rule,
  }: Pick<DeletionOf, 'user' | 'id' | 'person'> & { readonly rule?: string | undefined },
  work: () => Promise<Deleted>,
  written: () => Promise<void>,
): Promise<Deleted> {
  return audited({
    audit,
    workspace,
    facts: {
      actor: person,
      action: 'delete',
      target: { user, clientId: id },
      ...(rule !== undefined && { rule }),
      reference,
    },
    work,
    outcomeOf: ({ kind }) => {
      if (kind === 'deleted') return { outcome: 'done' };
      return { outcome: 'refused', reason: kind === 'already' ? 'already-deleted' : 'deleted-elsewhere' };
    },
    beside: written,
  });
}

/** Claims the deletion, deletes, and closes the record; nothing is left claimed when it fails. */
export async function erase(deleting: Deleting, of: DeletionOf): Promise<Deleted> {
  const { workspace, connection, deletions } = deleting;
  const { user, id, person, how } = of;
  const claim = { by: person, at: deleting.now(), intent: of.intent };
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
export async function close(
  { records, workspace }: Pick<Deleting, 'records' | 'workspace'>,
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
