import type { Connections } from '../core/connection/connection.js';
import { withAccountSeen } from '../core/requests/request-account.js';
import { closeIfLost, type ClosingContext, expireRequest } from '../core/requests/end-request.js';
import type { Claims } from '../core/coordination/claims.js';
import { type ClientRequest, isDecidable, isExpired } from '../core/requests/request.js';
import { isCollectReminderDue, reminderDue } from '../core/requests/request-reminders.js';

/** Slack is not asked about the people of a request more often than this. */
const LOOK_EVERY_MS = 3_600_000;

export interface TendingRequests extends ClosingContext {
  readonly claims: Claims;
  readonly connections: Pick<Connections, 'current' | 'accounts'>;
  /** Finds out what became of a click that no process serves any more. */
  readonly settleLeft: (request: ClientRequest) => Promise<ClientRequest>;
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
  const left = await tending.settleLeft(found);
  const read = isWaiting(left) ? await withAccountSeen(tending, left) : left;
  const looks = isWaiting(read) && (await isTimeToLook(tending, read));
  const request = isExpired(read, now)
    ? await expireRequest(tending, { request: read })
    : looks
      ? await closeIfLost(tending, { request: read })
      : read;
  await tending.deliver(request, looks);
  // Nobody can do anything about it until its account is connected again.
  if (request.accountGoneSince !== undefined) return;
  if (isCollectReminderDue(request, now)) return tending.remindToCollect(request);
  if (!isDecidable(request, now)) return;
  const number = reminderDue(new Date(request.createdAt), now);
  if (number > 0) await tending.remind(request, number);
}

const isWaiting = ({ state }: ClientRequest): boolean => state.kind === 'open' || state.kind === 'approved';

const isTimeToLook = ({ workspace, claims }: TendingRequests, { id }: ClientRequest): Promise<boolean> =>
  claims.once(`${workspace}:request-look:${id}`, LOOK_EVERY_MS);
