import { decideOnRecord, refusing, rightOrProblem, rightTo } from '../../audit/right-on-record.js';
import type { AlphausUserName } from '../../model/api-client.js';
import type { ClientRecord, ClientSpec, Owner } from '../../model/client-record.js';
import type { PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import type { Part } from '../../store.js';
import { checkPatterns } from '../../rights/check-patterns.js';
import { checkEnd } from '../../rights/client-life.js';
import { decide, isOwnedBy } from '../../rights/decide.js';
import type { CurrentDecision, WantedAct } from '../../rights/decide-now.js';
import type { Policy } from '../../rights/policy.js';
import type { ClientContext } from '../client-context.js';
import type { Alongside } from './concluding.js';
import {
  type Allowed,
  askRightToReplace,
  askRightToRotate,
  rightToRotate,
  type Replacement,
  type RotatingContext,
} from './right-to-replace-or-rotate.js';

/** Why a client is issued. */
export type IssueReason =
  /** Somebody wants one. `sameNameConfirmed`: also where the Alphaus user has one of that name. */
  { readonly kind: 'create'; readonly sameNameConfirmed: boolean } | Collection | Replacement | Rotation;

/** A client that is to have a successor, and for how many days it is to be used beside it. */
export interface Predecessor {
  readonly old: ClientRecord;
  readonly overlapDays: number;
}

/** The requester collects what was approved. */
export interface Collection {
  readonly kind: 'collect';
  readonly requester: PersonId;
  /** Who chose its end, in the days of their own zone: nobody can change it any more. */
  readonly endChosenBy: PersonId;
  /** Where a rotation was approved. */
  readonly rotates?: Predecessor | undefined;
  /**
   * `undefined` where another click collects. Else what is written with the attempt, if the claim still stands: from then on
   * nobody takes it for one that made nothing.
   */
  readonly claim: () => Promise<readonly Part[] | undefined>;
  /** What becomes of the request. */
  readonly moving: Alongside;
}

/** Somebody wants a client to have a successor, and to go on using it meanwhile. */
export interface Rotation extends Predecessor {
  readonly kind: 'rotate';
  /** When the successor is to be deleted; `undefined`: it never dies by itself. */
  readonly endsAt: string | undefined;
}

/** A client that somebody wants, and why. */
export interface IssueWanted {
  readonly person: PersonId;
  readonly spec: ClientSpec;
  readonly reason: IssueReason;
}

/** The client that lives on beside the one that is made; `undefined` where it takes nobody's place, or replaces one. */
export function predecessorOf(reason: IssueReason): Predecessor | undefined {
  if (reason.kind === 'rotate') return reason;
  return reason.kind === 'collect' ? reason.rotates : undefined;
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

/** It can become a request. */
export interface NeedsApproval {
  readonly kind: 'needs-approval';
}

export type NotAdmitted =
  | NeedsApproval
  /** The Alphaus user has a client of that name: the person has to confirm that they want another one. */
  | { readonly kind: 'same-name' };

/** Asks rights, patterns and existence, in this order. A refusal is a `Problem`, and on record. */
export async function admit(context: RotatingContext, wanted: IssueWanted): Promise<Admitted | NotAdmitted> {
  const { person } = wanted;
  const allowed = await askRight(context, wanted);
  if (allowed === undefined) return { kind: 'needs-approval' };
  const { spec, act, rule, current } = allowed;
  const { policy } = current.rules;
  await refusing(context, act, async () => {
    checkPatterns(policy, spec);
    // A replacement ends when the old client would have ended: existing ends stand.
    const { reason } = wanted;
    if (reason.kind !== 'replace') {
      const chosenBy = reason.kind === 'collect' ? reason.endChosenBy : person;
      await checkEnd(context.people, policy, { person: chosenBy, endsAt: spec.endsAt, now: context.now() });
    }
    // A successor belongs to whom the old client belongs to.
    const takesPlace = reason.kind === 'replace' || predecessorOf(reason) !== undefined;
    const owner = takesPlace ? undefined : spec.owner;
    await mustExist(context, { person, user: spec.user, owner });
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

/** `undefined`: it needs an approval. */
async function askRight(
  context: RotatingContext,
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
      if (reason.rotates !== undefined) await rightToRotate(context, person, reason.rotates.old);
      return { spec, act, rule: current.rule, current };
    }
    case 'replace':
      return askRightToReplace(context, person, reason);
    case 'rotate':
      return askRightToRotate(context, person, reason);
  }
}

/** Throws a `Problem` unless there is such an Alphaus user, and the person may have a client owned like this. */
export async function mustExist(
  { connection, people }: Pick<ClientContext, 'connection' | 'people'>,
  {
    person,
    user,
    owner,
  }: {
    readonly person: PersonId;
    readonly user?: AlphausUserName | undefined;
    readonly owner?: Owner | undefined;
  },
): Promise<void> {
  const [users, owners] = await Promise.all([
    user === undefined ? [] : connection.alphaus.usersBeside(user),
    owner?.kind === 'group' ? people.actor(person) : { id: person, groups: [] },
  ]);
  if (user !== undefined && !users.some(({ name }) => name === user)) {
    throw new Problem({ kind: 'alphaus-user-unknown', user });
  }
  if (owner !== undefined && !isOwnedBy(owner, owners)) throw new Problem({ kind: 'owner-invalid' });
}

/** Known from memory only: a create never waits for a list. Nothing is pointed out to a person who may not list. */
function hasName(
  { connection }: ClientContext,
  { user, name }: ClientSpec,
  { actor, rules }: Pick<CurrentDecision, 'actor' | 'rules'>,
): boolean {
  if (decide(rules, actor, 'list', { user }).kind !== 'allow') return false;
  return connection.directory.hasName(user, name);
}
