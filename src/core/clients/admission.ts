import {
  decideOnRecord,
  recordRefusal,
  refusing,
  rightOrProblem,
  rightAfterConfirming,
  rightTo,
} from '../audit/right-on-record.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { ClientRecord, ClientSpec, Owner } from '../model/client-record.js';
import type { Target } from '../model/decision.js';
import type { PersonId } from '../model/ids.js';
import { readsSame } from '../model/legible-text.js';
import { Problem } from '../problem.js';
import { checkPatterns } from '../rights/check-patterns.js';
import { checkEnd, latestEnd } from '../rights/client-life.js';
import { decide, isOwnedBy } from '../rights/decide.js';
import { type CurrentDecision, decideNow, type WantedAct } from '../rights/decide-now.js';
import type { Policy } from '../rights/policy.js';
import { type ClientContext, mustBeItsAccount } from './client-context.js';

const HOUR_MS = 3_600_000;

/** Why a client is issued. */
export type IssueReason =
  /** Somebody wants one. `sameNameConfirmed`: also where the Alphaus user has one of that name. */
  | { readonly kind: 'create'; readonly sameNameConfirmed: boolean }
  /** The requester collects what was approved. `claim`: resolves to whether it is this click that does. */
  | { readonly kind: 'collect'; readonly requester: PersonId; readonly claim: () => Promise<boolean> }
  | Replacement;

export interface Replacement {
  readonly kind: 'replace';
  readonly old: ClientRecord;
  /** The message at which the person asked: the one that shows the secret, or the receipt. */
  readonly at: 'secret' | 'receipt';
  /** Called once the old client is deleted: until then its secret may still be wanted. */
  readonly oldIsGone: () => Promise<void>;
}

/** A client that somebody wants, and why. */
export interface IssueWanted {
  readonly person: PersonId;
  readonly spec: ClientSpec;
  readonly reason: IssueReason;
}

/** An issuing that rights, patterns and existence allow. */
export interface Admitted {
  readonly kind: 'admitted';
  readonly spec: ClientSpec;
  /** What a later refusal is put on record as. */
  readonly act: WantedAct;
  readonly rule: string;
  readonly policy: Policy;
}

export type NotAdmitted =
  /** It can become a request. */
  | { readonly kind: 'needs-approval' }
  /** The Alphaus user has a client of that name: the person has to confirm that they want another one. */
  | { readonly kind: 'same-name' };

/** Asks rights, patterns and existence, in this order. A refusal is a `Problem`, and on record. */
export async function admit(context: ClientContext, wanted: IssueWanted): Promise<Admitted | NotAdmitted> {
  const { person } = wanted;
  const allowed = await askRight(context, wanted);
  if (allowed === undefined) return { kind: 'needs-approval' };
  const { spec, act, rule, current } = allowed;
  const { policy } = current.rules;
  await refusing(context, act, async () => {
    checkPatterns(policy, spec);
    // A replacement ends when the old client would have ended: existing ends stand.
    if (wanted.reason.kind !== 'replace') {
      await checkEnd(context.people, policy, { person, endsAt: spec.endsAt, now: context.now() });
    }
    await mustExist(context, { person, user: spec.user, owner: spec.owner });
  });
  if (
    wanted.reason.kind === 'create' &&
    !wanted.reason.sameNameConfirmed &&
    hasName(context, spec, current)
  ) {
    return { kind: 'same-name' };
  }
  return { kind: 'admitted', spec, act, rule, policy };
}

interface Allowed {
  readonly spec: ClientSpec;
  readonly act: WantedAct;
  readonly rule: string;
  readonly current: Pick<CurrentDecision, 'actor' | 'rules'>;
}

/** `undefined`: a create needs an approval. */
async function askRight(
  context: ClientContext,
  { person, spec, reason }: IssueWanted,
): Promise<Allowed | undefined> {
  switch (reason.kind) {
    case 'create': {
      const act = { person, action: 'create', target: { user: spec.user } } as const;
      const current = await decideOnRecord(context, act);
      if (current.decision.kind === 'needs-approval') return undefined;
      return { spec, act, rule: rightOrProblem('create', current).rule, current };
    }
    case 'collect': {
      const target = { user: spec.user, requester: reason.requester };
      const act = { person, action: 'collect-request', target } as const;
      const current = await rightTo(context, act);
      return { spec, act, rule: current.rule, current };
    }
    case 'replace':
      return askRightToReplace(context, person, reason);
  }
}

/** The right to change the old client, and to create one like it. */
async function askRightToReplace(
  context: ClientContext,
  person: PersonId,
  { old, at }: Replacement,
): Promise<Allowed> {
  const { id: clientId, user, owner, name, purpose, request, approver, furtherApprovers } = old;
  const ownCredential = context.connection.alphaus.ownClientIds.has(clientId);
  const target: Target = { clientId, user, owner, ownCredential };
  const change = { person, action: 'rotate', target } as const;
  const create = { person, action: 'create', target: { clientId, user } } as const;
  const [right, current] = await Promise.all([
    rightAfterConfirming(context, change),
    decideNow(context, create),
  ]);
  await refusing(context, change, () => mustBeItsAccount(context, old));
  const { decision, rules } = current;
  context.decided?.(create, decision);
  const endsAt =
    old.endsAt ?? (await latestEnd(context.people, rules.policy, { person, now: context.now() }));
  const spec = { user, name, purpose, owner, endsAt };
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

/** Throws a `Problem` unless there is such an Alphaus user, and the person may have a client owned like this. */
export async function mustExist(
  { connection, people }: Pick<ClientContext, 'connection' | 'people'>,
  {
    person,
    user,
    owner,
  }: { readonly person: PersonId; readonly user?: AlphausUserName | undefined; readonly owner: Owner },
): Promise<void> {
  const [users, owners] = await Promise.all([
    user === undefined ? [] : connection.alphaus.usersBeside(user),
    owner.kind === 'group' ? people.actor(person) : { id: person, groups: [] },
  ]);
  if (user !== undefined && !users.some(({ name }) => name === user)) {
    throw new Problem({ kind: 'alphaus-user-unknown', user });
  }
  if (!isOwnedBy(owner, owners)) throw new Problem({ kind: 'owner-invalid' });
}

/** Known from memory only: a create never waits for a list. Nothing is pointed out to a person who may not list. */
function hasName(
  { connection }: ClientContext,
  { user, name }: ClientSpec,
  { actor, rules }: Pick<CurrentDecision, 'actor' | 'rules'>,
): boolean {
  if (decide(rules, actor, 'list', { user }).kind !== 'allow') return false;
  return connection.directory.known(user)?.some((client) => readsSame(client.name, name)) ?? false;
}
