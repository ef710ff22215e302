import {
  recordRefusal,
  refusing,
  type Right,
  rightAfterConfirming,
  rightTo,
} from '../../audit/right-on-record.js';
import type { ClientRecord, ClientSpec } from '../../model/client-record.js';
import type { Target } from '../../model/decision.js';
import type { PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import { latestEnd } from '../../rights/client-life.js';
import { type CurrentDecision, decideNow, type WantedAct } from '../../rights/decide-now.js';
import type { Policy } from '../../rights/policy.js';
import { type ClientContext, mustBeItsAccount } from '../client-context.js';
import { standingSuccessor } from './succession.js';
import type { Intents } from '../../intents/intents.js';
import { HOUR_MS } from '../../model/durations.js';

/** An issuing to which the person has the right, before patterns and existence are asked. */
export interface Allowed {
  readonly spec: ClientSpec;
  /** What a later refusal is put on record as. */
  readonly act: WantedAct;
  readonly rule: string;
  readonly current: Pick<CurrentDecision, 'actor' | 'rules'>;
}

export interface Replacement {
  readonly kind: 'replace';
  readonly old: ClientRecord;
  /** The message at which the person asked: the one that shows the secret, or the receipt. */
  readonly at: 'secret' | 'receipt';
  /** Called once the old client is deleted: until then its secret may still be wanted. */
  readonly oldIsGone: () => Promise<void>;
}

/** What tells whether a client is being rotated, or was. */
export interface RotatingContext extends ClientContext {
  readonly intents: Pick<Intents, 'find'>;
}

/** The right to change the old client, and to create one like it. */
export async function askRightToReplace(
  context: RotatingContext,
  person: PersonId,
  { old, at }: Replacement,
): Promise<Allowed> {
  const { request, approver, furtherApprovers } = old;
  const { change, create } = actsOn(context, person, old);
  const [right, current] = await Promise.all([
    rightAfterConfirming(context, change),
    decideNow(context, create),
  ]);
  await refusing(context, change, async () => {
    await mustBeItsAccount(context, old);
    // It would have two.
    await mustHaveNoSuccessor(context, old);
  });
  const { decision, rules } = current;
  context.decided?.(create, decision);
  // It ends when the old one would have ended; where that had no end and needs one, as late as possible.
  const endsAt =
    old.endsAt ?? (await latestEnd(context.people, rules.policy, { person, now: context.now() }));
  const spec = { ...specLike(old), endsAt };
  if (decision.kind === 'allow') return { spec, act: create, rule: decision.rule, current };
  if (
    decision.kind === 'needs-approval' &&
    at === 'secret' &&
    approvalStands(old, rules.policy, context.now())
  ) {
    const approvedAt = old.approvedAt ?? old.createdAt;
    return {
      spec: { ...spec, request, approver, furtherApprovers, approvedAt },
      act: create,
      rule: right.rule,
      current,
    };
  }
  const isDenied = decision.kind === 'deny';
  await recordRefusal(context, { ...create, reason: isDenied ? decision.reason : 'approval-needed' });
  throw new Problem(
    isDenied
      ? { kind: 'not-allowed', reason: decision.reason }
      : { kind: 'replacing-needs-approval', rule: decision.rule },
  );
}

/** The right to rotate a client, which has no successor and is not being rotated; a refusal is on record. */
export async function rightToRotate(
  context: RotatingContext,
  person: PersonId,
  old: ClientRecord,
): Promise<Right> {
  const { change } = actsOn(context, person, old);
  const right = await rightTo(context, change);
  await refusing(context, change, async () => {
    await mustBeItsAccount(context, old);
    await mustHaveNoSuccessor(context, old);
  });
  return right;
}

/**
 * The right to rotate a client, and to create one like it; `undefined` where that needs an approval. A client that has a
 * successor, or is being rotated, is refused.
 */
export async function askRightToRotate(
  context: RotatingContext,
  person: PersonId,
  { old, endsAt }: { readonly old: ClientRecord; readonly endsAt?: string | undefined },
): Promise<Allowed | undefined> {
  const { change, create } = actsOn(context, person, old);
  const [right, current] = await Promise.all([
    rightToRotate(context, person, old),
    decideNow(context, create),
  ]);
  const { decision } = current;
  context.decided?.(create, decision);
  await refusing(context, change, async () => {
    if (decision.kind === 'deny') throw new Problem({ kind: 'not-allowed', reason: decision.reason });
  });
  if (decision.kind === 'needs-approval') return undefined;
  return { spec: { ...specLike(old), endsAt }, act: change, rule: right.rule, current };
}

function actsOn({ connection }: Pick<ClientContext, 'connection'>, person: PersonId, old: ClientRecord) {
  const { id: clientId, user, owner } = old;
  const target: Target = {
    clientId,
    user,
    owner,
    ownCredential: connection.alphaus.ownClientIds.has(clientId),
  };
  return {
    change: { person, action: 'rotate', target },
    create: { person, action: 'create', target: { clientId, user } },
  } as const;
}

export const specLike = ({ user, name, purpose, owner }: ClientRecord): ClientSpec => ({
  user,
  name,
  purpose,
  owner,
});

/** Throws a `Problem` for a client in whose place another one stands already, or is being made. */
async function mustHaveNoSuccessor(context: RotatingContext, old: ClientRecord): Promise<void> {
  const { connection, intents, workspace } = context;
  const underWay = old.rotating === undefined ? undefined : await intents.find(workspace, old.rotating);
  if (underWay !== undefined) throw new Problem({ kind: 'being-rotated', by: underWay.person });
  const successor = await standingSuccessor(context, old);
  if (successor === undefined) return;
  const { id, user, requester, createdAt } = successor;
  // One that was deleted elsewhere takes nobody's place.
  if (!(await connection.directory.list(user)).some((client) => client.id === id)) return;
  throw new Problem({ kind: 'already-rotated', successor: id, by: requester, at: new Date(createdAt) });
}

/**
 * Whether the approval by which a client was made covers its replacement: until its person has said that the secret is
 * saved, and no longer than an approval waits to be collected.
 */
function approvalStands(
  { approver, savedAt, createdAt, approvedAt = createdAt }: ClientRecord,
  { collectHours }: Policy,
  now: Date,
): boolean {
  if (approver === undefined || savedAt !== undefined) return false;
  return now.getTime() < Date.parse(approvedAt) + collectHours * HOUR_MS;
}
