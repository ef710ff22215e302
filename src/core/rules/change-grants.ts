import type { AuditFacts } from '../audit/audited.js';
import type { Recording } from '../audit/audited.js';
import { auditedChange } from '../audit/audited-change.js';
import { refusing, type Right, rightTo } from '../audit/right-on-record.js';
import type { Connection, Connections } from '../connection/connection.js';
import { accountFor, type Accounts } from '../model/account.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { GroupId, PersonId } from '../model/ids.js';
import { Problem } from '../problem.js';
import { type Grant, type Grantee, isOver, lastsUntil } from '../rights/grants.js';
import { grantInTrail } from './grant-in-trail.js';
import { accountsSince } from './grants-in-force.js';
import type { VersionedRules } from './rules.js';
import type { RulesContext } from './rules-context.js';

/** All of them are in memory while the workspace is active, and read through where a right is asked for. */
const GRANTS_AT_MOST = 500;

export interface GrantContext extends RulesContext {
  readonly connection: Connection;
  readonly connections: Pick<Connections, 'accounts'>;
  readonly people: RulesContext['people'] & { groups(): Promise<readonly { readonly id: GroupId }[]> };
  readonly newId: () => string;
}

export interface GivingGrant {
  readonly person: PersonId;
  readonly to: readonly Grantee[];
  readonly users: readonly AlphausUserName[];
  /** When it ends; absent: never. */
  readonly until?: string | undefined;
}

export interface GivenGrant {
  readonly to: Grantee;
  /** `undefined` when all of it was granted already. */
  readonly grant: Grant | undefined;
}

/** Grants to each what is not granted yet in the connected accounts; nothing is granted where anything is wrong. */
export async function giveGrant(
  context: GrantContext,
  { person, to, users, until }: GivingGrant,
): Promise<readonly GivenGrant[]> {
  const act = { person, action: 'access', target: 'any' } as const;
  const right = await rightTo(context, act);
  const accounts = await refusing(context, act, async () => {
    for (const user of users) await checkUser(context, user);
    for (const one of to) await checkGrantee(context, one);
    return accountsOf(context, users);
  });
  const given: GivenGrant[] = [];
  for (const one of to) {
    given.push({ to: one, grant: await giveTo(context, right, { person, to: one, users, until, accounts }) });
  }
  return given;
}

async function checkUser({ connection }: GrantContext, user: AlphausUserName): Promise<void> {
  const known = await connection.alphaus.usersBeside(user);
  if (!known.some(({ name }) => name === user)) throw new Problem({ kind: 'alphaus-user-unknown', user });
}

async function checkGrantee({ people }: GrantContext, to: Grantee): Promise<void> {
  if (to.kind === 'group') {
    if ((await people.groups()).some(({ id }) => id === to.id)) return;
    throw new Problem({ kind: 'grantee-invalid', standing: 'unknown-group' });
  }
  const { standing } = await people.actorWithoutGroups(to.id);
  if (standing !== 'member') throw new Problem({ kind: 'grantee-invalid', standing });
}

/** The accounts in which the grant holds: those that are connected now. */
async function accountsOf(
  { connections, now }: GrantContext,
  users: readonly AlphausUserName[],
): Promise<Accounts> {
  const accounts = accountsSince(await connections.accounts(), now(), users);
  if (accounts === undefined) throw new Problem({ kind: 'not-connected', maySetUp: true, ask: [] });
  return accounts;
}

interface Giving {
  readonly person: PersonId;
  readonly to: Grantee;
  readonly users: readonly AlphausUserName[];
  readonly until: string | undefined;
  readonly accounts: Accounts;
}

async function giveTo(
  context: GrantContext,
  { rule }: Right,
  { person, to, users, until, accounts }: Giving,
): Promise<Grant | undefined> {
  const { workspace, rules, audit, now } = context;
  const id = context.newId();
  const held = new Set((await rules.of(workspace)).grants.map((grant) => grant.id));
  /** In the connected account: whether it holds or has ended. */
  const isOfUser = (grant: Grant, user: AlphausUserName): boolean =>
    gives(grant, to, user) && (held.has(grant.id) || isFor(grant, user, accounts));
  const isGivenBy = (grant: Grant, user: AlphausUserName): boolean =>
    isOfUser(grant, user) && !isOver(grant, now()) && lastsUntil(grant, until);
  const give = async (recording: Recording): Promise<Grant | undefined> => {
    const change = (current: VersionedRules): VersionedRules | undefined => {
      const missing = users.filter((user) => !current.grants.some((grant) => isGivenBy(grant, user)));
      if (missing.length === 0) return undefined;
      // What ended, or ends sooner, goes: nobody is told then of the end of a right that goes on.
      const kept = current.grants.flatMap((grant) =>
        without(grant, (user) => missing.includes(user) && isOfUser(grant, user)),
      );
      if (kept.length >= GRANTS_AT_MOST) {
        throw new Problem({ kind: 'too-many-grants', limit: GRANTS_AT_MOST });
      }
      const at = now().toISOString();
      const added: Grant = {
        id,
        to,
        users: missing,
        by: person,
        at,
        accounts: [...accounts],
        ...(until !== undefined && { until }),
      };
      return { ...current, grants: [...kept, added] };
    };
    const { grants } = await rules.change(workspace, change, recording());
    return grants.find((grant) => grant.id === id);
  };
  return auditedChange({
    audit,
    workspace,
    facts: factsOf(context, { person, rule, action: 'add-grant', to, users, until }),
    work: give,
    unchanged: () => ({ outcome: 'refused', reason: 'granted-already' }),
  });
}

const gives = (grant: Grant, to: Grantee, user: AlphausUserName): boolean =>
  grant.to.kind === to.kind && grant.to.id === to.id && grant.users.includes(user);

function isFor(grant: Grant, user: AlphausUserName, accounts: Accounts): boolean {
  const account = grant.accounts && accountFor(grant.accounts, user);
  return account !== undefined && account.clientId === accountFor(accounts, user)?.clientId;
}

/** One grant, or what a person or group was granted: all of it, or only these Alphaus users. */
export type Taken =
  | { readonly id: string }
  | { readonly to: Grantee; readonly users: readonly AlphausUserName[] | undefined };

export interface TakingGrant {
  readonly person: PersonId;
  readonly taken: Taken;
}

/**
 * Takes grants back, in whichever account they were given; resolves to what was taken, `undefined` when there was
 * nothing (any more).
 */
export async function takeGrant(
  context: RulesContext,
  { person, taken }: TakingGrant,
): Promise<Pick<Grant, 'to' | 'users'> | undefined> {
  const { workspace, rules, audit } = context;
  const { rule } = await rightTo(context, { person, action: 'access', target: 'any' });
  const { grants, waitingGrants = [], endedGrants = [] } = await rules.of(workspace);
  const standing = takenFrom([...grants, ...waitingGrants, ...endedGrants], taken);
  if (standing === undefined) return undefined;
  const take = async (recording: Recording): Promise<typeof standing | undefined> => {
    let removed: typeof standing | undefined;
    const change = (current: VersionedRules): VersionedRules | undefined => {
      removed = takenFrom(current.grants, taken);
      return removed && { ...current, grants: current.grants.flatMap((grant) => rest(grant, taken)) };
    };
    await rules.change(workspace, change, recording());
    return removed;
  };
  return auditedChange({
    audit,
    workspace,
    facts: factsOf(context, { person, rule, action: 'remove-grant', ...standing }),
    work: take,
    unchanged: () => ({ outcome: 'refused', reason: 'removed-already' }),
  });
}

function usersTaken(grant: Grant, taken: Taken): readonly AlphausUserName[] {
  if ('id' in taken) return grant.id === taken.id ? grant.users : [];
  if (grant.to.kind !== taken.to.kind || grant.to.id !== taken.to.id) return [];
  return grant.users.filter((user) => taken.users === undefined || taken.users.includes(user));
}

function takenFrom(grants: readonly Grant[], taken: Taken): Pick<Grant, 'to' | 'users'> | undefined {
  const touched = grants.filter((grant) => usersTaken(grant, taken).length > 0);
  const [first] = touched;
  if (first === undefined) return undefined;
  return { to: first.to, users: [...new Set(touched.flatMap((grant) => usersTaken(grant, taken)))] };
}

/** What is left of a grant, if anything is. */
function rest(grant: Grant, taken: Taken): readonly Grant[] {
  const gone = usersTaken(grant, taken);
  return without(grant, (user) => gone.includes(user));
}

function without(grant: Grant, isGone: (user: AlphausUserName) => boolean): readonly Grant[] {
  const users = grant.users.filter((user) => !isGone(user));
  if (users.length === grant.users.length) return [grant];
  return users.length === 0 ? [] : [{ ...grant, users }];
}

interface Told {
  readonly person: PersonId;
  readonly rule: string;
  readonly action: 'add-grant' | 'remove-grant';
  readonly to: Grantee;
  readonly users: readonly AlphausUserName[];
  readonly until?: string | undefined;
}

function factsOf({ reference }: RulesContext, { person, rule, action, to, users, until }: Told): AuditFacts {
  return { actor: person, action, rule, reference, target: grantInTrail({ to, users, until }) };
}
