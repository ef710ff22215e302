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
import { settleCollection, settleOffered } from './settle-collection.js';
import { type Settling, settleDeletion, settleIssue } from './settle-intent.js';
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
 * Brings one intent to its end: finds out what happened, tells its person, writes it into the trail, and lets the
 * intent go. Resolves to the outcome, or to `undefined` while the intent stays open. Safe to repeat at any point.
 */
export async function settleAndTell(context: SettlingWorkspace, intent: Intent): Promise<string | undefined> {
  try {
    const outcome = await settle(context, intent);
    if (outcome !== undefined) await finish(context, intent, outcome);
    return outcome;
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
    const settlement = await settleDeletion(settling, intent);
    if (settlement.kind === 'too-early') return undefined;
    const request =
      settlement.kind === 'deleted' ? await offeredGone(context, intent, settlement.by) : undefined;
    await news.deletionSettled(intent, settlement, isCollectable(request, now()));
    return settlement.kind;
  }
  const settlement = await settleIssue(settling, intent);
  if (settlement.kind === 'too-early') return undefined;
  await redrawn(context, await settleCollection(context, intent, settlement));
  if (!intents.wasTold(intent)) await news.issueSettled(intent, settlement);
  return settlement.kind;
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
  await collectionGivenUp(context, intent);
  await context.news.accountGone(intent);
  await context.audit.conclude(intent.workspace, {
    actor: 'bot',
    action: 'settle',
    outcome: 'ambiguous',
    target: { ...targetOf(intent), ...accountInTrail(intent) },
    reason: 'account-changed',
    reference: intent.reference,
  });
  await context.intents.noteAccountGoneTold(intent);
}

async function giveUp(context: SettlingWorkspace, intent: Intent, accountGone: boolean): Promise<string> {
  await collectionGivenUp(context, intent);
  await (accountGone ? context.news.accountGoneForGood(intent) : context.news.givenUp(intent));
  await finish(context, intent, 'given-up');
  return 'given-up';
}

async function collectionGivenUp(context: SettlingWorkspace, intent: Intent): Promise<void> {
  if (intent.kind === 'delete') return;
  await redrawn(context, await settleCollection(context, intent, { kind: 'given-up' }));
}

async function redrawn(
  { news }: SettlingWorkspace,
  request: ClientRequest | undefined,
): Promise<ClientRequest | undefined> {
  if (request !== undefined) await news.requestChanged(request);
  return request;
}

async function finish({ audit, intents }: SettlingWorkspace, intent: Intent, outcome: string): Promise<void> {
  const event: AuditEvent = {
    actor: 'bot',
    action: 'settle',
    outcome: 'settled',
    target: targetOf(intent),
    reason: outcome,
    reference: intent.reference,
  };
  let isOnRecord = false;
  await intents.settle(intent, async (parts) => {
    const landed = await audit.appendWith(intent.workspace, event, parts);
    isOnRecord = landed.kind === 'done';
    return landed;
  });
  // The store did not take both: each is tried again.
  if (!isOnRecord) await audit.conclude(intent.workspace, event);
}

/** Names the account in the trail, so that an admin knows where to look. */
function accountInTrail({ account }: Intent) {
  return account && { subject: `${PRODUCT_IN_TRAIL[account.product]} ${account.clientId}` };
}

function targetOf(intent: Intent) {
  if (intent.kind === 'delete') return { user: intent.user, clientId: intent.client };
  const { user, name } = intent.wish;
  return 'client' in intent.stage ? { user, name, clientId: intent.stage.client } : { user, name };
}
