import { isSameAccount } from '../connection/same-account.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { ClientId } from '../model/ids.js';
import type { ClientRecord, Deleter } from '../model/client-record.js';
import type { Connection } from '../connection/connection.js';
import {
  type Closing,
  closingRecord,
  erase,
  type Erasing,
  finishingDeletion,
} from '../clients/erase-client.js';
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
import { recordOf } from '../clients/issuing/prepare-issue.js';
import { notingSuccessor } from '../clients/issuing/succession.js';
import { closingUndelivered } from '../clients/issuing/undelivered-client.js';
import { Problem } from '../problem.js';
import type { Part } from '../store.js';

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

/** What was found out about an interrupted act. */
export interface Settled<Settlement> {
  readonly kind: 'settled';
  readonly settlement: Settlement;
  /** The client that it is about, where the intent does not say so. */
  readonly client?: ClientId | undefined;
  /** What is to be written of it, in one batch with its record in the trail. */
  readonly changes: readonly Part[];
}

/**
 * Finds out whether a client was created, and settles it; can be repeated at any point.
 * Nothing is created, and only what is proved to be of this intent is deleted. Nothing is concluded from another
 * account than the one in which it was begun: that is a `Problem`.
 */
export async function settleIssue(
  settling: Settling,
  intent: IssueIntent,
): Promise<Settled<IssueSettlement> | TooEarly> {
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
      return shown(settling, intent, { id: stage.client, perhaps: false });
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
): Promise<Settled<IssueSettlement> | TooEarly> {
  const { records, workspace } = settling;
  const record = await records.find(workspace, id);
  if (record?.closed?.how === 'secret-not-delivered') return settled({ kind: 'withdrawn' });
  // Who says that the secret is saved, or had the client replaced, has seen it.
  if (record?.savedAt !== undefined || record?.closed !== undefined) {
    return shown(settling, intent, { id, perhaps: false });
  }
  const asking = await itsAccount(settling, intent);
  // When the API cannot be asked whether the client exists, its person may know.
  if (asking === undefined || (await exists(asking, intent.wish.user, id))) {
    return shown(settling, intent, { id, perhaps: true });
  }
  if (!isSure(settling, Date.parse(intent.begunAt))) return { kind: 'too-early' };
  return settled({ kind: 'withdrawn' }, await closingUndelivered(settling, { id, requester: intent.person }));
}

const settled = <Settlement>(
  settlement: Settlement,
  changes: readonly Part[] = [],
  client?: ClientId,
): Settled<Settlement> => ({ kind: 'settled', settlement, changes, client });

/** The record, and what is noted in that of the client whose place it takes, may be missing. */
async function shown(
  settling: Settling,
  intent: IssueIntent,
  { id, perhaps }: { readonly id: ClientId; readonly perhaps: boolean },
): Promise<Settled<IssueSettlement>> {
  const { records, workspace } = settling;
  const standing = await records.find(workspace, id);
  const record = standing ?? recordOf(settling, intent, id);
  return settled({ kind: 'shown', perhaps, record }, [
    ...(standing === undefined ? records.adding(record) : []),
    ...(await notingSuccessor(settling, intent, id)),
  ]);
}

async function withdraw(
  settling: Asking,
  { wish, person }: IssueIntent,
  id: ClientId,
): Promise<Settled<IssueSettlement>> {
  const { connection } = settling;
  await connection.alphaus.clients.delete(wish.user, id);
  connection.directory.removed(wish.user, id);
  return settled({ kind: 'withdrawn' }, await closingUndelivered(settling, { id, requester: person }), id);
}

async function lookFor(
  settling: Asking,
  intent: IssueIntent,
  askedAt: number,
): Promise<Settled<IssueSettlement> | TooEarly> {
  const { ours, candidates } = await findMade(settling, intent);
  // The record is written with the stage, before the secret goes out: nobody has seen it.
  if (ours !== undefined) return withdraw(settling, intent, ours);
  if (candidates.length > 0) {
    const offer = offerOf(intent, candidates);
    await settling.intents.offer(offer);
    return settled({ kind: 'perhaps-made', offer });
  }
  if (!isSure(settling, askedAt)) return { kind: 'too-early' };
  // The client may have been created and deleted again before its stage was on disk.
  const [made] = await settling.records.ofIntent(settling.workspace, intent.id);
  const closing =
    made === undefined ? [] : await closingUndelivered(settling, { id: made, requester: intent.person });
  return settled({ kind: 'nothing-made' }, closing, made);
}

async function settleReplacement(
  settling: Asking,
  intent: IssueIntent,
): Promise<Settled<IssueSettlement> | TooEarly> {
  const { wish, person, predecessor, begunAt } = intent;
  if (predecessor === undefined) throw new Error('a replacement has no predecessor');
  if (await exists(settling, wish.user, predecessor)) {
    if (!isSure(settling, Date.parse(begunAt))) return { kind: 'too-early' };
    return settled({ kind: 'nothing-replaced' }, await forgettingAttempt(settling, intent));
  }
  const closing: Closing = { id: predecessor, how: 'replaced', by: person, at: new Date(begunAt) };
  return settled({ kind: 'only-deleted' }, await finishingDeletion(settling, closing), predecessor);
}

/** Settles a deletion whose outcome its person does not know: if it was not done, it is done now. */
export async function settleDeletion(
  settling: Settling,
  intent: DeleteIntent,
): Promise<Settled<DeletionSettlement> | TooEarly> {
  const { client: id, user, person, stage, begunAt } = intent;
  const standing = await settling.deletions.find(settling.workspace, id);
  if (standing?.done === true) {
    // The process may have died before it closed the record.
    const how = standing.by === 'bot' ? 'ended' : 'deleted';
    const closing: Closing = { id, how, by: standing.by, at: standing.at };
    return settled({ kind: 'deleted', by: standing.by }, await closingRecord(settling, closing));
  }
  const asking = await inItsAccount(settling, intent);
  if (!(await exists(asking, user, id))) {
    const closing: Closing = { id, how: 'deleted', by: person, at: new Date(begunAt) };
    return settled({ kind: 'deleted', by: person }, await finishingDeletion(settling, closing));
  }
  const wasTold = stage.at === 'unanswered';
  if (wasTold && !isSure(settling, Date.parse(stage.gaveUpAt))) return { kind: 'too-early' };
  // Nobody was told anything yet: what they wanted is done, unless they may have given it up since.
  if (wasTold || settling.now().getTime() - Date.parse(begunAt) > WORD_HOLDS_MS) {
    return settled({ kind: 'not-deleted' }, await forgettingAttempt(settling, intent));
  }
  const erasure = { user, id, by: person, how: 'deleted', intent: intent.id } as const;
  const { deleted, closing } = await erase(asking, erasure);
  if (deleted.kind !== 'already') return settled({ kind: 'deleted', by: person }, await closing());
  return deleted.deletion.done
    ? settled({ kind: 'deleted', by: deleted.deletion.by })
    : { kind: 'too-early' };
}

/** The parts of a batch that forget the intent’s attempt to delete: it has not deleted, or nobody will ever know. */
export async function forgettingAttempt(
  { deletions, workspace }: Pick<Settling, 'deletions' | 'workspace'>,
  intent: Intent,
): Promise<readonly Part[]> {
  const client = intent.kind === 'delete' ? intent.client : intent.predecessor;
  return client === undefined ? [] : deletions.forgettingAttempt(workspace, client, intent.id);
}

async function exists({ connection }: Asking, user: AlphausUserName, id: ClientId): Promise<boolean> {
  connection.directory.forget(user);
  return (await connection.directory.fresh(user)).some((client) => client.id === id);
}

function isSure({ now, sureAfterMs }: Settling, askedAt: number): boolean {
  return now().getTime() - askedAt >= sureAfterMs;
}
