import { audited, conclusionOf, type Recording } from '../audit/audited.js';
import { refusing, type Right, rightAfterConfirming, rightTo } from '../audit/right-on-record.js';
import { accountOf } from '../connection/same-account.js';
import type { DeleteIntent } from '../intents/intent.js';
import type { Intents } from '../intents/intents.js';
import type { Account } from '../model/account.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { Owner } from '../model/client-record.js';
import type { Target } from '../model/decision.js';
import type { ClientId, PersonId } from '../model/ids.js';
import { legibleLine, readsSame } from '../model/legible-text.js';
import { Problem } from '../problem.js';
import { type HourlyQuota, takeFromQuota } from '../rights/hourly-quota.js';
import type { Part } from '../store.js';
import { unlessProblem } from '../unless-problem.js';
import { type ClientContext, isOwn, mustBeItsAccount } from './client-context.js';
import type { Deletions } from './deletions.js';
import {
  conclusionOfDeletion,
  type Deleted,
  type Erasure,
  eraseOnRecord,
  mayHaveDeleted,
} from './erase-client.js';

/** A confirmation is good for this long: what it shows may be out of date later. */
const CONFIRMATION_GOOD_FOR_MS = 10 * 60_000;

export interface DeleteContext extends ClientContext {
  readonly deletions: Deletions;
  readonly intents: Intents;
  readonly quota: HourlyQuota;
}

/** What a person saw and typed when they confirmed a deletion. */
export interface Confirmation {
  readonly shownAt: Date;
  /** The client's name, which must be typed where the client is not the person's own; `''`: it has none to type. */
  readonly name: string;
  readonly typed: string;
}

export interface DeletionWanted {
  readonly person: PersonId;
  readonly id: ClientId;
  readonly user: AlphausUserName;
  /** In which the client was found. */
  readonly account: Account | undefined;
  /** Absent where the person is asked by an offer. */
  readonly confirmation?: Confirmation;
  /** The offer by which the person was asked about the client; theirs unless it is on record as another's. */
  readonly offer?: string;
  /** Says the outcome to the person: until then the deletion counts as open, and would be told after a crash. */
  readonly tell: (deleted: Deleted) => Promise<void>;
}

/** Deletes an API client once, however many people, clicks and replicas try. */
export async function deleteClient(context: DeleteContext, wanted: DeletionWanted): Promise<Deleted> {
  const { workspace, connection, intents, reference } = context;
  const { user, id, person, offer } = wanted;
  const right = await rightToDelete(context, wanted);
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
  try {
    const deleted = await auditedDeletion(context, {
      user,
      id,
      person,
      rule: right.rule,
      also: intents.beginning(intent),
      beside: () => takeFromQuota(context, right.rules.policy, person, 'delete'),
      work: (recording) => {
        asked = true;
        const erasure: Erasure = { user, id, by: person, how: 'deleted', intent: intent.id };
        return intentGoesOn(context, intent, recording, () => eraseOnRecord(context, erasure, recording));
      },
    });
    await intentGoesOn(context, intent, undefined, () => wanted.tell(deleted));
    await intents.settle(intent);
    return deleted;
  } catch (error) {
    if (!asked) await intents.settle(intent);
    throw error;
  } finally {
    intents.leave(intent);
  }
}

/**
 * Lets the intent go where the work fails and has deleted nothing for certain. Without an answer the API is looked at
 * again later: the person hears then what it did. In one batch with the record of the act, where there is one.
 */
async function intentGoesOn<Result>(
  { intents, now }: DeleteContext,
  intent: DeleteIntent,
  recording: Recording | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const commit = recording?.(conclusionOf(error));
    if (mayHaveDeleted(error)) {
      const unanswered = { at: 'unanswered', gaveUpAt: now().toISOString() } as const;
      await unlessProblem(intents.advance(intent, unanswered, { commit }));
    } else await intents.settle(intent, commit);
    throw error;
  }
}

/** Decides with the current facts, however old the confirmation or offer is that the person answered. */
async function rightToDelete(context: DeleteContext, wanted: DeletionWanted): Promise<Right> {
  const { person, id, user, account, confirmation, offer } = wanted;
  const record = await context.records.find(context.workspace, id);
  // What an offer names was asked for by this person: theirs, until it is known to be another's.
  const owner: Owner | undefined =
    record?.owner ?? (offer === undefined ? undefined : { kind: 'person', id: person });
  const target: Target = {
    clientId: id,
    user,
    owner,
    ownCredential: context.connection.alphaus.ownClientIds.has(id),
  };
  const act = { person, action: 'delete', target } as const;
  const right = await (offer === undefined ? rightAfterConfirming(context, act) : rightTo(context, act));
  await refusing(context, act, async () => {
    if (confirmation !== undefined) {
      mustBeRecent(context, confirmation);
      if (!(await isOwn(context, { person, owner }))) mustBeTyped(confirmation, id);
    }
    await mustBeItsAccount(context, { user, account });
  });
  return right;
}

function mustBeRecent({ now }: DeleteContext, { shownAt }: Confirmation): void {
  if (now().getTime() - shownAt.getTime() > CONFIRMATION_GOOD_FOR_MS) {
    throw new Problem({ kind: 'confirmation-expired' });
  }
}

/**
 * Whether a client was typed as it has to be: its name as it is or as it is shown, or its id, since a name made elsewhere
 * may hold what cannot be typed. Nothing has to be typed for a client without a name.
 */
export function namesClient({ name, typed }: Pick<Confirmation, 'name' | 'typed'>, id: ClientId): boolean {
  return name.trim() === '' || typed.trim() === id || readsSame(legibleLine(typed), legibleLine(name));
}

function mustBeTyped(confirmation: Confirmation, id: ClientId): void {
  if (!namesClient(confirmation, id)) throw new Problem({ kind: 'name-not-typed', name: confirmation.name });
}

export interface DeletionOnRecord {
  readonly user: AlphausUserName;
  readonly id: ClientId;
  readonly person: PersonId;
  readonly rule: string;
  /** Puts the intent on disk, in one batch with the attempt's record. */
  readonly also: readonly Part[];
  /** Runs while these are written. Nothing is deleted where it rejects. */
  readonly beside: () => Promise<unknown>;
  readonly work: (recording: Recording) => Promise<Deleted>;
}

/** Leaves the attempt and the outcome of a deletion in the trail. */
export function auditedDeletion(
  { audit, workspace, reference }: Pick<DeleteContext, 'audit' | 'workspace' | 'reference'>,
  { user, id, person, rule, also, beside, work }: DeletionOnRecord,
): Promise<Deleted> {
  return audited({
    audit,
    workspace,
    facts: { actor: person, action: 'delete', target: { user, clientId: id }, rule, reference },
    work,
    outcomeOf: conclusionOfDeletion,
    also,
    beside,
  });
}
