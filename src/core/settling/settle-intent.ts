import { isSameAccount } from '../connection/same-account.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { ClientId, PersonId } from '../model/ids.js';
import type { ClientRecord, Deleter } from '../model/client-record.js';
import type { Connection } from '../connection/connection.js';
import { close, erase, type Erasing } from '../clients/erase-client.js';
import { findMade } from '../clients/issuing/find-made.js';
import {
  begunIn,
  type DeleteIntent,
  type Intent,
  type IssueIntent,
  type Offer,
  offerOf,
} from '../intents/intent.js';
import type { Intents } from '../intents/intents.js';
import { recordOf } from '../clients/issuing/make-client.js';
import { noteSuccessor } from '../clients/issuing/succession.js';
import { closeUndelivered } from '../clients/issuing/undelivered-client.js';
import { Problem } from '../problem.js';

/** The person's word to delete holds this long, as the confirmation on which it was given does. */
const WORD_HOLDS_MS = 10 * 60_000;

export interface Settling extends Omit<Erasing, 'connection'> {
  readonly intents: Intents;
  /** `undefined` while the workspace is connected to nothing. */
  readonly connection: Connection | undefined;
  /** What the API was asked this long ago, and shows no trace of, did not happen. */
  readonly sureAfterMs: number;
}

type Asking = Settling & Pick<Erasing, 'connection'>;

/** It cannot be said yet, as the API may still be at it. */
interface TooEarly {
  readonly kind: 'too-early';
}

/** The outcome of creating a client, for a person who does not know it. */
export type IssueSettlement =
  /** A client was made, nobody has seen its secret, and it is gone. */
  | { readonly kind: 'withdrawn' }
  /** The secret was shown, or was just about to be (`perhaps`): its person knows. */
  | { readonly kind: 'shown'; readonly perhaps: boolean; readonly record: ClientRecord }
  /** These may be what was made: its person is asked. */
  | { readonly kind: 'perhaps-made'; readonly offer: Offer }
  | { readonly kind: 'nothing-made' }
  /** A replacement that did not begin: the old client stands. */
  | { readonly kind: 'nothing-replaced' }
  /** A replacement that ended half-way: the old client is gone, and no new one was begun. */
  | { readonly kind: 'only-deleted' };

export type DeletionSettlement =
  | { readonly kind: 'deleted'; readonly by: Deleter }
  | { readonly kind: 'not-deleted' };

/**
 * Finds out whether a client was created, and settles it; can be repeated at any point.
 * Nothing is created, and only what is proved to be of this intent is deleted. Nothing is concluded from another
 * account than the one in which it was begun: that is a `Problem`.
 */
export async function settleIssue(
  settling: Settling,
  intent: IssueIntent,
): Promise<IssueSettlement | TooEarly> {
  const { stage } = intent;
  switch (stage.at) {
    case 'replacing':
      return settleReplacement(await inItsAccount(settling, intent), intent);
    case 'creating':
      return lookFor(await inItsAccount(settling, intent), intent, Date.parse(intent.begunAt));
    case 'unanswered':
      return lookFor(await inItsAccount(settling, intent), intent, Date.parse(stage.gaveUpAt));
    case 'made':
    case 'withdrawing':
      return withdraw(await inItsAccount(settling, intent), intent, stage.client);
    case 'handing-over':
      return settleHandingOver(settling, intent, stage.client);
    case 'handed-over':
      return { kind: 'shown', perhaps: false, record: await recorded(settling, intent, stage.client) };
  }
}

/** With the connection, if it leads to the account in which the intent was begun. */
async function itsAccount(settling: Settling, intent: Intent): Promise<Asking | undefined> {
  const { connection } = settling;
  const leadsThere = connection !== undefined && (await isSameAccount(connection, begunIn(intent)));
  return leadsThere ? { ...settling, connection } : undefined;
}

/** Connects to the intent's account; throws where it cannot be asked, since nothing can be said without it. */
async function inItsAccount(settling: Settling, intent: Intent): Promise<Asking> {
  const asking = await itsAccount(settling, intent);
  if (asking !== undefined) return asking;
  const begun = begunIn(intent);
  throw new Problem(
    begun.account === undefined
      ? { kind: 'not-connected', maySetUp: false, ask: [] }
      : { kind: 'account-changed', user: begun.user, ask: [] },
  );
}

/** This stage may be on disk although its write failed, and then nothing was shown and the client withdrawn. */
async function settleHandingOver(
  settling: Settling,
  intent: IssueIntent,
  id: ClientId,
): Promise<IssueSettlement | TooEarly> {
  const { records, workspace } = settling;
  const record = await records.find(workspace, id);
  if (record?.closed?.how === 'secret-not-delivered') return { kind: 'withdrawn' };
  // Who says that the secret is saved, or had the client replaced, has seen it.
  if (record?.savedAt !== undefined || record?.closed !== undefined) {
    await noteSuccessor(settling, intent, id);
    return { kind: 'shown', perhaps: false, record };
  }
  const asking = await itsAccount(settling, intent);
  // When the API cannot be asked whether the client exists, its person may know.
  if (asking === undefined || (await exists(asking, intent.wish.user, id))) {
    return { kind: 'shown', perhaps: true, record: await recorded(settling, intent, id) };
  }
  if (!isSure(settling, Date.parse(intent.begunAt))) return { kind: 'too-early' };
  await closeUndelivered(settling, { id, requester: intent.person });
  return { kind: 'withdrawn' };
}

/** What follows a handing over is written side by side: some of it may be there without the rest. */
async function recorded(settling: Settling, intent: IssueIntent, id: ClientId): Promise<ClientRecord> {
  const { records, workspace } = settling;
  const standing = await records.find(workspace, id);
  const record = standing ?? recordOf(settling, intent, id);
  if (standing === undefined) await records.add(record);
  await noteSuccessor(settling, intent, id);
  return record;
}

async function withdraw(
  settling: Asking,
  { wish, person }: IssueIntent,
  id: ClientId,
): Promise<IssueSettlement> {
  const { connection } = settling;
  await connection.alphaus.clients.delete(wish.user, id);
  connection.directory.removed(wish.user, id);
  await closeUndelivered(settling, { id, requester: person });
  return { kind: 'withdrawn' };
}

async function lookFor(
  settling: Asking,
  intent: IssueIntent,
  askedAt: number,
): Promise<IssueSettlement | TooEarly> {
  const { ours, candidates } = await findMade(settling, intent);
  // The record is written with the stage, before the secret goes out: nobody has seen it.
  if (ours !== undefined) return withdraw(settling, intent, ours);
  if (candidates.length > 0) {
    const offer = offerOf(intent, candidates);
    await settling.intents.offer(offer);
    return { kind: 'perhaps-made', offer };
  }
  if (!isSure(settling, askedAt)) return { kind: 'too-early' };
  await closeRecordsOf(settling, intent);
  return { kind: 'nothing-made' };
}

/** Closes the records of a client that was created and deleted again before its stage was on disk. */
async function closeRecordsOf(settling: Settling, { id, person }: IssueIntent): Promise<void> {
  for (const made of await settling.records.ofIntent(settling.workspace, id)) {
    await closeUndelivered(settling, { id: made, requester: person });
  }
}

async function settleReplacement(settling: Asking, intent: IssueIntent): Promise<IssueSettlement | TooEarly> {
  const { wish, person, predecessor, begunAt } = intent;
  if (predecessor === undefined) throw new Error('a replacement has no predecessor');
  if (await exists(settling, wish.user, predecessor)) {
    return isSure(settling, Date.parse(begunAt)) ? { kind: 'nothing-replaced' } : { kind: 'too-early' };
  }
  await finishDeletion(settling, predecessor, person, 'replaced', new Date(begunAt));
  return { kind: 'only-deleted' };
}

/** Settles a deletion whose outcome its person does not know: if it was not done, it is done now. */
export async function settleDeletion(
  settling: Settling,
  intent: DeleteIntent,
): Promise<DeletionSettlement | TooEarly> {
  const { client: id, user, person, stage, begunAt } = intent;
  const standing = await settling.deletions.find(settling.workspace, id);
  if (standing?.done === true) {
    // The process may have died before it closed the record.
    const how = standing.by === 'bot' ? 'ended' : 'deleted';
    await close(settling, { id, how, by: standing.by, at: standing.at });
    return { kind: 'deleted', by: standing.by };
  }
  const asking = await inItsAccount(settling, intent);
  if (!(await exists(asking, user, id))) {
    await finishDeletion(settling, id, person, 'deleted', new Date(begunAt));
    return { kind: 'deleted', by: person };
  }
  if (stage.at === 'unanswered') {
    return isSure(settling, Date.parse(stage.gaveUpAt)) ? { kind: 'not-deleted' } : { kind: 'too-early' };
  }
  // Nobody was told anything yet: what they wanted is done, unless they may have given it up since.
  if (settling.now().getTime() - Date.parse(begunAt) > WORD_HOLDS_MS) return { kind: 'not-deleted' };
  const deleted = await erase(asking, { user, id, by: person, how: 'deleted', intent: intent.id });
  if (deleted.kind !== 'already') return { kind: 'deleted', by: person };
  return deleted.deletion.done ? { kind: 'deleted', by: deleted.deletion.by } : { kind: 'too-early' };
}

async function finishDeletion(
  settling: Settling,
  id: ClientId,
  by: PersonId,
  how: 'deleted' | 'replaced',
  at: Date,
): Promise<void> {
  await settling.deletions.finish(settling.workspace, id, by, at);
  await close(settling, { id, how, by, at });
}

async function exists({ connection }: Asking, user: AlphausUserName, id: ClientId): Promise<boolean> {
  connection.directory.forget(user);
  return (await connection.directory.fresh(user)).some((client) => client.id === id);
}

function isSure({ now, sureAfterMs }: Settling, askedAt: number): boolean {
  return now().getTime() - askedAt >= sureAfterMs;
}
