import { nextMark } from '../core/agenda/marks.js';
import type { Connections } from '../core/connection/connection.js';
import type { Claims } from '../core/coordination/claims.js';
import type { RequestId } from '../core/model/ids.js';
import type { Policy } from '../core/rights/policy.js';
import { adminsAskedAt, askAdminsIfDue } from '../core/requests/ask-admins.js';
import { closeIfLost, type ClosingContext, expireRequest } from '../core/requests/end-request.js';
import { withAccountSeen } from '../core/requests/request-account.js';
import { type ClientRequest, isDecidable, isExpired, isLive } from '../core/requests/request.js';
import {
  collectReminderAt,
  isCollectReminderDue,
  nextReminderAt,
  reminderDue,
} from '../core/requests/request-reminders.js';
import { HOUR_MS } from '../core/model/durations.js';

/** Slack is not asked about the people of a request more often than this. */
const LOOK_EVERY_MS = HOUR_MS;

export interface LookingAfterRequest extends ClosingContext {
  readonly claims: Claims;
  readonly connections: Pick<Connections, 'current' | 'accounts'>;
  /** How soon a request is looked at again when it may end soon. */
  readonly againAfterMs: number;
  /** Lets the workflow go on that waits for its end; resolves to when that is looked at again. */
  readonly endStep: (request: ClientRequest) => Promise<Date | undefined>;
  /** Finds out what happened to a click that no process serves any more. */
  readonly settleLeft: (request: ClientRequest) => Promise<ClientRequest>;
  /** Brings what people see up to date, and resolves to whether nothing is left to do; `again`: even if it was before, because people may have come or gone since. */
  readonly deliver: (request: ClientRequest, again: boolean) => Promise<boolean>;
  /** Sends the reminder of this number, unless that was done. */
  readonly remind: (request: ClientRequest, number: number) => Promise<void>;
  /** Reminds the requester that an approval waits to be collected, unless that was done. */
  readonly remindToCollect: (request: ClientRequest) => Promise<void>;
}

/**
 * Looks after one request: ends it where nobody decided or collected it in time, or where it has lost its people;
 * reminds; and does what a process that died left undone. Safe on several replicas at once. Resolves to when it is
 * looked after again; `undefined` once it has ended and everybody knows.
 */
export async function lookAfterRequest(
  looking: LookingAfterRequest,
  id: RequestId,
): Promise<Date | undefined> {
  const found = await looking.requests.find(looking.workspace, id);
  if (found === undefined) return undefined;
  const left = await looking.settleLeft(found);
  const read = isWaiting(left) ? await withAccountSeen(looking, left) : left;
  const now = looking.now();
  const looks = isWaiting(read) && (await isTimeToLook(looking, read));
  const kept = isExpired(read, now)
    ? await expireRequest(looking, { request: read })
    : looks
      ? await closeIfLost(looking, { request: read })
      : read;
  const request = kept.accountGoneSince === undefined ? await askAdminsIfDue(looking, kept) : kept;
  const isDelivered = await looking.deliver(request, looks);
  // Nobody can do anything about a request until its account is connected again.
  if (request.accountGoneSince === undefined) await remind(looking, request, now);
  const stepAgainAt = await looking.endStep(request);
  // People do not see yet how it stands, or a click is being served.
  if (!isDelivered || request.state.kind === 'collecting') {
    return new Date(now.getTime() + looking.againAfterMs);
  }
  const { policy } = await looking.rules.of(looking.workspace);
  return nextLook(request, policy, now) ?? stepAgainAt;
}

async function remind(looking: LookingAfterRequest, request: ClientRequest, now: Date): Promise<void> {
  if (isCollectReminderDue(request, now)) await looking.remindToCollect(request);
  if (!isDecidable(request, now)) return;
  const number = reminderDue(new Date(request.createdAt), now);
  if (number > 0) await looking.remind(request, number);
}

/** The next moment at which the clock has something to do about a request. */
function nextLook(request: ClientRequest, policy: Policy, now: Date): Date | undefined {
  if (!isLive(request)) return undefined;
  const { id, state, createdAt, openUntil } = request;
  const moments =
    state.kind === 'approved'
      ? [Date.parse(state.approval.collectBy), collectReminderAt(state.approval).getTime()]
      : [
          Date.parse(openUntil),
          nextReminderAt(new Date(createdAt), now).getTime(),
          adminsAskedAt(policy, request)?.getTime() ?? 0,
        ];
  const look = nextMark(now, LOOK_EVERY_MS, id).getTime();
  return new Date(Math.min(look, ...moments.filter((at) => at > now.getTime())));
}

const isWaiting = ({ state }: ClientRequest): boolean => state.kind === 'open' || state.kind === 'approved';

const isTimeToLook = ({ workspace, claims }: LookingAfterRequest, { id }: ClientRequest): Promise<boolean> =>
  // Regular looks are an hour apart to the millisecond: a claim has ended by then.
  claims.once(`${workspace}:request-look:${id}`, LOOK_EVERY_MS - 60_000);
