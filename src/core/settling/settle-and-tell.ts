import type { AuditEvent } from '../audit/audit-event.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import { lookAtOffered } from '../clients/offered-clients.js';
import type { Connection, Connections } from '../connection/connection.js';
import { isSameAccount } from '../connection/same-account.js';
import type { DeleteIntent, Intent, Offer } from '../intents/intent.js';
import type { Deleter } from '../model/client-record.js';
import { PRODUCT_IN_TRAIL } from '../model/account.js';
import { Problem } from '../problem.js';
import { type ClientRequest, isCollectable } from '../requests/request.js';
import type { Requests } from '../requests/requests.js';
import type { Part } from '../store.js';
import { settleCollection, settleOffered } from './settle-collection.js';
import { forgettingAttempt, type Settling, settleDeletion, settleIssue } from './settle-intent.js';
import type { SettlementNews } from './settlement-news.js';

/**
 * After this long the person is told to look for themselves: a connection that was removed may never come back.
 * Counted from when they heard that their account is not known to be connected, else from when it was begun.
 */
const GIVE_UP_AFTER_MS = 7 * 24 * 3_600_000;

/** A workspace in which interrupted acts are brought to their end. */
export interface SettlingWorkspace extends Omit<Settling, 'connection'> {
  readonly connections: Pick<Connections, 'current'>;
  readonly requests: Requests;
  readonly audit: AuditTrail;
  readonly news: SettlementNews;
}

/**
 * Brings one intent to its end: finds out what happened, writes it into the trail in one batch with all that follows from
 * it, tells its person, and lets the intent go. Resolves to the outcome, or to `undefined` while the intent stays open. Safe to repeat at any point.
 */
export async function settleAndTell(context: SettlingWorkspace, intent: Intent): Promise<string | undefined> {
  try {
    return await settle(context, intent);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const accountGone = error.facts.kind === 'account-changed';
    const { begunAt, accountGoneToldAt: toldAt } = intent;
    // It stays open: its account may be connected again.
    if (accountGone && toldAt === undefined) return waitForAccount(context, intent);
    // What its person was promised counts from when they heard it.
    const waited = context.now().getTime() - Date.parse(toldAt ?? begunAt);
    if (waited >= GIVE_UP_AFTER_MS) return giveUp(context, intent, accountGone);
    if (!accountGone) throw error;
    return undefined;
  }
}

/** `undefined`: it cannot be said yet. */
async function settle(context: SettlingWorkspace, intent: Intent): Promise<string | undefined> {
  const { connections, intents, news, now } = context;
  const settling = { ...context, connection: await connections.current() };
  if (intent.kind === 'delete') {
    const found = await settleDeletion(settling, intent);
    if (found.kind === 'too-early') return undefined;
    const { settlement, changes } = found;
    const recorded = await putOnRecord(context, intent, { ...SETTLED, reason: settlement.kind, changes });
    if (recorded === undefined) return undefined;
    const request =
      settlement.kind === 'deleted' ? await offeredGone(context, intent, settlement.by) : undefined;
    await news.deletionSettled(intent, settlement, isCollectable(request, now()));
    await intents.settle(recorded);
    return settlement.kind;
  }
  const found = await settleIssue(settling, intent);
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
  await redrawn(context, collection?.request);
  if (!intents.wasTold(intent)) await news.issueSettled(intent, settlement);
  await intents.settle(recorded);
  return settlement.kind;
}

const SETTLED = { outcome: 'settled' } as const;

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
  if (intent.recorded === reason && changes.length === 0) return intent;
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
  const recorded = await recordGivenUp(context, intent, {
    outcome: 'ambiguous',
    reason: 'account-changed',
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
  accountGone: boolean,
): Promise<string | undefined> {
  const changes = await forgettingAttempt(context, intent);
  const recorded = await recordGivenUp(context, intent, { ...SETTLED, reason: 'given-up', changes });
  if (recorded === undefined) return undefined;
  await (accountGone ? context.news.accountGoneForGood(intent) : context.news.givenUp(intent));
  await context.intents.settle(recorded);
  return 'given-up';
}

/** Puts on record that nobody knows the outcome, together with what that means for a request that was collected. */
async function recordGivenUp(
  context: SettlingWorkspace,
  intent: Intent,
  record: ToRecord,
): Promise<Intent | undefined> {
  const collection =
    intent.kind === 'delete' ? undefined : await settleCollection(context, intent, { kind: 'given-up' });
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
