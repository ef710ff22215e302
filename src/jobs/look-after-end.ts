import { nextMark } from '../core/agenda/marks.js';
import type { AuditEvent } from '../core/audit/audit-event.js';
import { isSameAccount } from '../core/connection/same-account.js';
import type { Connection, Connections } from '../core/connection/connection.js';
import { endClient, type EndContext, type Ended } from '../core/clients/ending/end-client.js';
import {
  LAST_WARNING,
  lastWarningsInTime,
  nextEndLook,
  warningAt,
  type Warning,
  isTaken,
} from '../core/clients/ending/end-plan.js';
import {
  concernedBy,
  isLivingOwner,
  livingOwners,
  type OwnersContext,
} from '../core/clients/ending/living-owners.js';
import type { EndTelling, Sent } from '../core/clients/ending/end-telling.js';
import { beginWarning, isSameEnd, type NewsContext, tellAll } from '../core/clients/ending/warn-of-end.js';
import type { Claims } from '../core/coordination/claims.js';
import type { ClientRecord } from '../core/model/client-record.js';
import type { ClientId, PersonId } from '../core/model/ids.js';
import { Problem, type ProblemFacts } from '../core/problem.js';
import type { Commit } from '../core/store.js';
import { unlessProblem } from '../core/unless-problem.js';
import { DAY_MS, HOUR_MS } from '../core/model/durations.js';

/** How the API refuses until somebody changes something there: each attempt is on record, so there is one a day. */
const REFUSED_FOR_GOOD: ReadonlySet<ProblemFacts['kind']> = new Set<ProblemFacts['kind']>([
  'api-credentials-refused',
  'api-forbidden',
  'api-not-found',
  'api-refused',
]);

export interface LookingAfterEnd extends Omit<EndContext, 'connection'>, NewsContext, OwnersContext {
  readonly connections: Pick<Connections, 'current'>;
  readonly claims: Claims;
  readonly telling: EndTelling;
}

/**
 * Looks after the end of one client: warns of it, moves it where a warning came late, and deletes the client at its end
 * when it was warned of in time. Safe on several replicas at once. Resolves to when it is looked at again.
 */
export async function lookAfterEnd(looking: LookingAfterEnd, id: ClientId): Promise<Date | undefined> {
  const record = await looking.records.find(looking.workspace, id);
  if (record?.endsAt === undefined) return undefined;
  if (record.closed !== undefined) {
    return record.closed.how === 'ended' ? tellEnded(looking, record) : undefined;
  }
  const connection = await looking.connections.current();
  if (connection?.alphaus.ownClientIds.has(id) === true) return dropEnd(looking, record);
  const now = looking.now();
  const isOver = Date.parse(record.endsAt) <= now.getTime();
  if (record.end?.deleting !== undefined || (isOver && (await isWarnedInTime(looking, record)))) {
    return end(looking, record, connection);
  }
  const warning = warningAt(record, now);
  return warning === undefined ? nextEndLook(record) : warn(looking, record, warning);
}

/** Somebody whom it concerns now was warned a day or more before: a living owner, or an admin while there is none. */
async function isWarnedInTime(looking: LookingAfterEnd, record: ClientRecord): Promise<boolean> {
  const warned = lastWarningsInTime(record);
  for (const { as, person } of warned) {
    if (as === 'owner' && (await isLivingOwner(looking, record.owner, person))) return true;
  }
  const isAdminWarned = warned.some(({ as }) => as === 'admin');
  return isAdminWarned && (await livingOwners(looking, record.owner)).length === 0;
}

async function warn(
  looking: LookingAfterEnd,
  record: ClientRecord,
  warning: Warning,
): Promise<Date | undefined> {
  const { telling, now, workspace, records, people } = looking;
  const to = await concernedBy(looking, record.owner);
  const isOver = Date.parse(record.endsAt ?? '') <= now().getTime();
  // Who was warned does not own it any more, or was warned too late: the end moves, and others hear of it.
  const again = isOver && warning === LAST_WARNING && isTaken(record, warning);
  // In the days of who reads it; who made the client may have left long ago.
  const reader = to.people[0];
  const zone = (reader && (await unlessProblem(people.zoneOf(reader)))) ?? 'UTC';
  const begun = await beginWarning(looking, { record, warning, again, zone });
  if (begun === undefined) return looking.now();
  if (begun.endsAt !== record.endsAt) await telling.changed(begun);
  const isLeft = await tellAll(looking, {
    of: begun,
    about: warning.about,
    to,
    send: (person) => telling.warn(person, begun, warning, to.as),
  });
  const standing = (await records.find(workspace, record.id)) ?? begun;
  if (!isSameEnd(standing, begun)) return now();
  const next = nextEndLook(standing);
  const isDone = isTaken(standing, warning);
  if (isDone && !isLeft) return next;
  const retry = nextMark(now(), isLeft ? HOUR_MS : DAY_MS, record.id);
  return isDone && next < retry ? next : retry;
}

async function end(
  looking: LookingAfterEnd,
  record: ClientRecord,
  connection: Connection | undefined,
): Promise<Date | undefined> {
  const { id } = record;
  const ended = await endIn(looking, record, connection);
  switch (ended.kind) {
    case 'gone': {
      const closed = (await looking.records.find(looking.workspace, id)) ?? record;
      await looking.telling.changed(closed);
      return closed.closed?.how === 'ended' ? tellEnded(looking, closed) : undefined;
    }
    case 'called-off':
      return looking.now();
    case 'under-way':
      return ended.again;
    case 'not-deleted':
      await tellNotEnded(looking, record, ended.problem);
      return (
        ended.again ??
        nextMark(looking.now(), REFUSED_FOR_GOOD.has(ended.problem.facts.kind) ? DAY_MS : HOUR_MS, id)
      );
  }
}

/** Nothing is deleted unless the connection leads to the client's account. */
async function endIn(
  looking: LookingAfterEnd,
  record: ClientRecord,
  connection: Connection | undefined,
): Promise<Ended> {
  try {
    if (connection !== undefined && (await isSameAccount(connection, record))) {
      return await endClient({ ...looking, connection }, record);
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'not-deleted', problem: error };
  }
  const problem = new Problem(
    connection === undefined
      ? { kind: 'not-connected', maySetUp: false, ask: [] }
      : { kind: 'client-elsewhere', id: record.id, user: record.user, ask: [] },
  );
  return { kind: 'not-deleted', problem };
}

async function tellEnded(looking: LookingAfterEnd, record: ClientRecord): Promise<Date | undefined> {
  const { telling, now } = looking;
  const to = await concernedBy(looking, record.owner);
  const send = (person: PersonId): Promise<Sent> => telling.ended(person, record, to.as);
  const isLeft = await tellAll(looking, { of: record, about: 'ended', to, send });
  return isLeft ? nextMark(now(), HOUR_MS, record.id) : undefined;
}

/** Once a day, as long as it goes on. */
async function tellNotEnded(looking: LookingAfterEnd, record: ClientRecord, problem: Problem): Promise<void> {
  const { claims, telling, workspace } = looking;
  const { people } = await concernedBy(looking, record.owner);
  for (const person of people) {
    const isFirst = await claims.once(`${workspace}:not-ended:${record.id}:${person}`, DAY_MS - HOUR_MS);
    if (isFirst) await telling.notEnded(person, record, problem);
  }
}

/** Without the client the bot would be cut off: it has no end from now on. */
async function dropEnd(looking: LookingAfterEnd, record: ClientRecord): Promise<undefined> {
  const { workspace, records, audit, reference, telling } = looking;
  const { id, user, name, endsAt } = record;
  const withoutEnd = (current: ClientRecord): ClientRecord | undefined => {
    if (current.endsAt !== endsAt || current.closed !== undefined) return undefined;
    const { endsAt: _, end: __, ...rest } = current;
    return rest;
  };
  const event: AuditEvent = {
    actor: 'bot',
    action: 'end',
    target: { user, clientId: id, name },
    outcome: 'refused',
    reason: 'own-credential',
    reference,
  };
  const onRecord: Commit = (parts) => audit.appendWith(workspace, event, parts);
  const changed = await records.change(workspace, id, withoutEnd, { known: record, commit: () => onRecord });
  if (changed === undefined || changed.endsAt !== undefined) return undefined;
  await telling.changed(changed);
  const { people } = await concernedBy(looking, record.owner);
  for (const person of people) await telling.endDropped(person, record);
  return undefined;
}
