import type { PersonId, WorkspaceId } from '../core/model/ids.js';
import { moveRequest } from '../core/requests/move-request.js';
import type { AuditTrail } from '../core/audit/audit-trail.js';
import type { Claims } from '../core/coordination/claims.js';
import type { Requests } from '../core/requests/requests.js';
import { type ClientRequest, isDecidable, isExpired, type Transition } from '../core/requests/request.js';
import { isCollectReminderDue, reminderDue } from '../core/requests/request-reminders.js';

/** Slack is not asked about the people of a request more often than this. */
const LOOK_EVERY_MS = 3_600_000;

export interface TendingRequests {
  readonly workspace: WorkspaceId;
  readonly requests: Requests;
  readonly claims: Claims;
  readonly audit: AuditTrail;
  readonly now: () => Date;
  readonly reference: string;
  /** Finds out what became of a click that no process serves any more. */
  readonly settleLeft: (request: ClientRequest) => Promise<ClientRequest>;
  readonly isMember: (person: PersonId) => Promise<boolean>;
  readonly canBeDecided: (requester: PersonId) => Promise<boolean>;
  /** Makes what people see true, where it is not; `anew`: people may have come or gone since it was. */
  readonly deliver: (request: ClientRequest, anew: boolean) => Promise<void>;
  /** Sends the reminder of this number, unless that was done. */
  readonly remind: (request: ClientRequest, number: number) => Promise<void>;
  /** Reminds the requester that an approval waits to be collected, unless that was done. */
  readonly remindToCollect: (request: ClientRequest) => Promise<void>;
}

/**
 * Sees to what nobody's click does: ends what nobody decided or collected in time, and what has lost its
 * people; reminds; and does what a process that died left undone. Safe on several replicas at once.
 */
export async function tendRequests(tending: TendingRequests): Promise<void> {
  const failures: unknown[] = [];
  for (const request of await tending.requests.live(tending.workspace)) {
    try {
      await tend(tending, request);
    } catch (error) {
      // The others are not kept waiting for this one.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some requests could not be looked after');
}

async function tend(tending: TendingRequests, found: ClientRequest): Promise<void> {
  const now = tending.now();
  const read = await tending.settleLeft(found);
  const looks = isWaiting(read) && (await isTimeToLook(tending, read));
  const end = isExpired(read, now)
    ? ({ kind: 'expire', at: now } as const)
    : looks
      ? await endFor(tending, read, now)
      : undefined;
  const request = end === undefined ? read : await ended(tending, read, end);
  await tending.deliver(request, looks);
  if (isCollectReminderDue(request, now)) return tending.remindToCollect(request);
  if (!isDecidable(request, now)) return;
  const number = reminderDue(new Date(request.createdAt), now);
  if (number > 0) await tending.remind(request, number);
}

const isWaiting = ({ state }: ClientRequest): boolean => state.kind === 'open' || state.kind === 'approved';

const isTimeToLook = ({ workspace, claims }: TendingRequests, { id }: ClientRequest): Promise<boolean> =>
  claims.once(`${workspace}:request-look:${id}`, LOOK_EVERY_MS);

/** Whether the request has lost its requester, or everybody who could decide it. */
async function endFor(
  { isMember, canBeDecided }: TendingRequests,
  { requester, state }: ClientRequest,
  now: Date,
): Promise<Transition | undefined> {
  if (!(await isMember(requester))) return { kind: 'close', why: 'requester-gone', at: now };
  if (state.kind === 'open' && !(await canBeDecided(requester))) {
    return { kind: 'close', why: 'nobody-decides', at: now };
  }
  return undefined;
}

async function ended(
  { workspace, requests, audit, reference }: TendingRequests,
  read: ClientRequest,
  end: Transition,
): Promise<ClientRequest> {
  const moved = await moveRequest(requests, read, end);
  if (moved.kind === 'moved') {
    await audit.conclude(workspace, {
      actor: 'bot',
      action: end.kind === 'expire' ? 'expire-request' : 'close-request',
      target: { name: read.name, ...(read.user !== undefined && { user: read.user }) },
      request: read.id,
      ...(end.kind === 'close' && { reason: end.why }),
      outcome: 'done',
      reference,
    });
  }
  return moved.request;
}
