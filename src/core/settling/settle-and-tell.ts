import type { AuditEvent } from '../audit/audit-event.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import { lookAtOffered } from '../clients/offered-clients.js';
import type { Connection, Connections } from '../connection/connection.js';
import { isSameAccount } from '../connection/same-account.js';
import type { DeleteIntent, Intent, IssueIntent, Offer } from '../intents/intent.js';
import type { Deleter } from '../model/client-record.js';
import { PRODUCT_IN_TRAIL } from '../model/account.js';
import { Problem } from '../problem.js';
import { type ClientRequest, isCollectable } from '../requests/request.js';
import type { Requests } from '../requests/requests.js';
import type { Part } from '../store.js';
import { DAY_MS } from '../model/durations.js';
import { settleCollection, settleOffered } from './settle-collection.js';
import { forgettingAttempt, type Settling, settleDeletion, settleIssue } from './settle-intent.js';
import type { SettlementNews } from './settlement-news.js';

/** After so long the person is told to look for themselves: an account, or the API, may never come back. */
const GIVE_UP_AFTER_DAYS = 7;

/** A workspace in which interrupted acts are brought to their end. */
export interface SettlingWorkspace extends Omit<Settling, 'connection'> {
  readonly connections: Pick<Connections, 'current'>;
  readonly requests: Requests;
  readonly audit: AuditTrail;
  readonly news: SettlementNews;
}

/** Tells people what is on record, and lets the intent go. Resolves to the outcome. */
type Telling = () => Promise<string>;

/**
 * Brings one intent to its end: finds out what happened, writes it into the trail in one batch with all that follows from
 * it, tells its person, and lets the intent go. Resolves to the outcome, or to `undefined` while the intent stays open. Safe to repeat at any point.
 */
export async function settleAndTell(context: SettlingWorkspace, intent: Intent): Promise<string | undefined> {
  let tell: Telling | undefined;
  try {
    tell = await putOutcomeOnRecord(context, intent);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tell = await notFoundOut(context, intent, error);
  }
  return tell?.();
}

/** Waits, or gives up where nobody could find out for too long. */
async function notFoundOut(
  context: SettlingWorkspace,
  intent: Intent,
  problem: Problem,
): Promise<Telling | undefined> {
  const now = context.now().getTime();
  if (problem.facts.kind === ACCOUNT_CHANGED) {
    const { accountGoneToldAt: toldAt } = intent;
    // It stays open: its account may be connected again. What its person was promised counts from when they heard it.
    if (toldAt === undefined) return waitForAccount(context, intent);
    const isOver = now - Date.parse(toldAt) >= GIVE_UP_AFTER_DAYS * DAY_MS;
    return isOver ? giveUp(context, intent, () => context.news.accountGoneForGood(intent)) : undefined;
  }
  const { days, at } = intent.failing ?? { days: 0, at: intent.begunAt };
  // Days on which the bot looked: when it was away for long itself, the first failure afterwards says little.
  if (days === 0 || now - Date.parse(at) >= DAY_MS) {
    if (days >= GIVE_UP_AFTER_DAYS) return giveUp(context, intent, () => context.news.givenUp(intent));
    await context.intents.noteFailing(intent, days + 1);
  }
  throw problem;
}

/** Resolves to what tells it; to `undefined` where it cannot be said yet. */
async function putOutcomeOnRecord(context: SettlingWorkspace, intent: Intent): Promise<Telling | undefined> {
  const settling = { ...context, connection: await context.connections.current() };
  return intent.kind === 'delete'
    ? putDeletionOnRecord(context, intent, await settleDeletion(settling, intent))
    : putIssueOnRecord(context, intent, await settleIssue(settling, intent));
}

async function putDeletionOnRecord(
  context: SettlingWorkspace,
  intent: DeleteIntent,
  found: Awaited<ReturnType<typeof settleDeletion>>,
): Promise<Telling | undefined> {
  if (found.kind === 'too-early') return undefined;
  const { settlement, changes } = found;
  const recorded = await putOnRecord(context, intent, { ...SETTLED, reason: settlement.kind, changes });
  if (recorded === undefined) return undefined;
  const { intents, news, now } = context;
  return async () => {
    const request =
      settlement.kind === 'deleted' ? await offeredGone(context, intent, settlement.by) : undefined;
    await news.deletionSettled(intent, settlement, isCollectable(request, now()));
    await intents.settle(recorded);
    return settlement.kind;
  };
}

async function putIssueOnRecord(
  context: SettlingWorkspace,
  intent: IssueIntent,
  found: Awaited<ReturnType<typeof settleIssue>>,
): Promise<Telling | undefined> {
  if (found.kind === 'too-early') return undefined;
  const { settlement, client, changes } = found;
  const collection = await settleCollection(context, intent, settlement);
  const recorded = await putOnRecord(context, intent, {
    ...SETTLED,
    reason: settlement.kind,
    target: client && { clientId: client },
    changes: [...changes, ...(collection?.changes ?? [])],
  });
  if (recorded === undefined) return undefined;
  const { intents, news } = context;
  return async () => {
    await redrawn(context, collection?.request);
    if (!intents.wasTold(intent)) await news.issueSettled(intent, settlement);
    await intents.settle(recorded);
    return settlement.kind;
  };
}

const SETTLED = { outcome: 'settled' } as const;
const GIVEN_UP = 'given-up';
const ACCOUNT_CHANGED = 'account-changed';
/** What is on record of an act of which nobody knows the outcome. */
const UNKNOWN: ReadonlySet<string> = new Set([GIVEN_UP, ACCOUNT_CHANGED]);

/** What settling found out, and what is written of it. */
interface ToRecord {
  readonly outcome: 'settled' | 'ambiguous';
  readonly reason: string;
  readonly target?: AuditEvent['target'] | undefined;
  readonly changes: readonly Part[];
}

/**
 * Puts an outcome on record in one batch with all that follows from it, unless a process that died afterwards has done so.
 * Resolves to the intent as it stands then; `undefined` where something was changed meanwhile: the next look settles it.
 */
async function putOnRecord<Kind extends Intent>(
  { audit, intents }: SettlingWorkspace,
  intent: Kind,
  { outcome, reason, target, changes }: ToRecord,
): Promise<Kind | undefined> {
  if (intent.recorded === reason) {
    return changes.length === 0 ? intent : intents.advance(intent, intent.stage, { also: changes });
  }
  const event: AuditEvent = {
    actor: 'bot',
    action: 'settle',
    outcome,
    ...inTrail(intent, target),
    reason,
    reference: intent.reference,
  };
  return intents.noteRecorded(intent, reason, (parts) =>
    audit.concludeWith(intent.workspace, event, [...parts, ...changes]),
  );
}

/** The request for which the deleted client was perhaps made, where that client was the last candidate. */
async function offeredGone(
  context: SettlingWorkspace,
  { workspace, offer: id, client, reference }: DeleteIntent,
  by: Deleter,
): Promise<ClientRequest | undefined> {
  const offer = id === undefined ? undefined : await context.intents.findOffer(workspace, id);
  if (offer === undefined) return undefined;
  const looking = { ...context, connection: () => connectionOf(context, offer) };
  const { left } = await lookAtOffered(looking, offer, client);
  if (left.length > 0) return undefined;
  const gone = { kind: 'offer-gone', client } as const;
  return redrawn(context, await settleOffered(context, offer, gone, { actor: by, reference }));
}

/** The connection, if it leads to the account in which the offered clients live. */
async function connectionOf(
  { connections }: SettlingWorkspace,
  { wish, account }: Offer,
): Promise<Connection | undefined> {
  const connection = await connections.current();
  const leadsThere = connection && (await isSameAccount(connection, { user: wish.user, account }));
  return leadsThere === true ? connection : undefined;
}

/** Tells the person once that nobody knows the outcome until its account is connected again, if ever. */
async function waitForAccount(context: SettlingWorkspace, intent: Intent): Promise<undefined> {
  const target = accountInTrail(intent);
  const recorded = await recordUnknown(context, intent, {
    outcome: 'ambiguous',
    reason: ACCOUNT_CHANGED,
    target,
    changes: [],
  });
  if (recorded === undefined) return;
  await context.news.accountGone(intent);
  await context.intents.noteAccountGoneTold(recorded);
}

async function giveUp(
  context: SettlingWorkspace,
  intent: Intent,
  tell: () => Promise<void>,
): Promise<Telling | undefined> {
  const changes = await forgettingAttempt(context, intent);
  const recorded = await recordUnknown(context, intent, { ...SETTLED, reason: GIVEN_UP, changes });
  if (recorded === undefined) return undefined;
  return async () => {
    await tell();
    await context.intents.settle(recorded);
    return GIVEN_UP;
  };
}

/**
 * Puts on record that nobody knows the outcome, together with what that means for a request that was collected; but for an
 * outcome that is on record already, and only its person has not heard it.
 */
async function recordUnknown(
  context: SettlingWorkspace,
  intent: Intent,
  record: ToRecord,
): Promise<Intent | undefined> {
  const { recorded: standing } = intent;
  if (standing !== undefined && !UNKNOWN.has(standing)) return intent;
  const collection =
    intent.kind === 'delete' ? undefined : await settleCollection(context, intent, { kind: GIVEN_UP });
  const recorded = await putOnRecord(context, intent, {
    ...record,
    changes: [...record.changes, ...(collection?.changes ?? [])],
  });
  if (recorded !== undefined) await redrawn(context, collection?.request);
  return recorded;
}

async function redrawn(
  { news }: SettlingWorkspace,
  request: ClientRequest | undefined,
): Promise<ClientRequest | undefined> {
  if (request !== undefined) await news.requestChanged(request);
  return request;
}

/** Names the account in the trail, so that an admin knows where to look. */
function accountInTrail({ account }: Intent) {
  return account && { subject: `${PRODUCT_IN_TRAIL[account.product]} ${account.clientId}` };
}

/** How the trail names an act, with what only settling it made known. */
function inTrail(intent: Intent, known: AuditEvent['target'] = {}): Pick<AuditEvent, 'request' | 'target'> {
  if (intent.kind === 'delete') return { target: { user: intent.user, clientId: intent.client, ...known } };
  const { user, name, request } = intent.wish;
  const client = 'client' in intent.stage ? { clientId: intent.stage.client } : {};
  return {
    target: { user, name, ...client, ...known },
    ...(request !== undefined && { request }),
  };
}
