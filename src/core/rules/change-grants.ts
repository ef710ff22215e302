import type { AlphausUserName } from '../model/api-client.js';
import { type AuditFacts, audited } from '../audit/audited.js';
import type { ChangingRules } from './changing-rules.js';
import type { Grant, Grantee } from '../rights/grants.js';
import { Problem } from '../problem.js';

/** Rules are one record, read at every act: it stays small. */
const GRANTS_AT_MOST = 500;

export interface Granting extends ChangingRules {
  readonly newId: () => string;
}

/** Grants what is not granted yet; `undefined` when all of it was. */
export async function addGrant(
  granting: Granting,
  to: Grantee,
  users: readonly AlphausUserName[],
): Promise<Grant | undefined> {
  const { workspace, rules, audit, person, now } = granting;
  const id = granting.newId();
  const grant = async (): Promise<Grant | undefined> => {
    const { grants } = await rules.change(workspace, (current) => {
      const missing = users.filter((user) => !current.grants.some((one) => gives(one, to, user)));
      if (missing.length === 0) return undefined;
      if (current.grants.length >= GRANTS_AT_MOST) {
        throw new Problem({ kind: 'too-many-grants', limit: GRANTS_AT_MOST });
      }
      const added: Grant = { id, to, users: missing, by: person, at: now().toISOString() };
      return { ...current, grants: [...current.grants, added] };
    });
    return grants.find((one) => one.id === id);
  };
  return audited({
    audit,
    workspace,
    facts: factsOf(granting, 'add-grant', to, users),
    work: grant,
    outcomeOf: (added) =>
      added === undefined ? { outcome: 'refused', reason: 'granted-already' } : { outcome: 'done' },
  });
}

const gives = (grant: Grant, to: Grantee, user: AlphausUserName): boolean =>
  grant.to.kind === to.kind && grant.to.id === to.id && grant.users.includes(user);

/** One grant, or what a person or group was granted: all of it, or only these Alphaus users. */
export type Taken =
  | { readonly id: string }
  | { readonly to: Grantee; readonly users: readonly AlphausUserName[] | undefined };

/** Takes grants back; resolves to what was taken, `undefined` when there was nothing (any more). */
export async function removeGrant(
  changing: ChangingRules,
  taken: Taken,
): Promise<Pick<Grant, 'to' | 'users'> | undefined> {
  const { workspace, rules, audit } = changing;
  const standing = takenFrom((await rules.of(workspace)).grants, taken);
  if (standing === undefined) return undefined;
  const remove = async (): Promise<typeof standing | undefined> => {
    let removed: typeof standing | undefined;
    await rules.change(workspace, (current) => {
      removed = takenFrom(current.grants, taken);
      return removed && { ...current, grants: current.grants.flatMap((grant) => rest(grant, taken)) };
    });
    return removed;
  };
  const facts = factsOf(changing, 'remove-grant', standing.to, standing.users);
  return audited({
    audit,
    workspace,
    facts,
    work: remove,
    outcomeOf: (removed) =>
      removed === undefined ? { outcome: 'refused', reason: 'removed-already' } : { outcome: 'done' },
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
  const users = grant.users.filter((user) => !gone.includes(user));
  return users.length === 0 ? [] : [{ ...grant, users }];
}

function factsOf(
  { person, rule, reference }: ChangingRules,
  action: string,
  to: Grantee,
  users: readonly AlphausUserName[],
): AuditFacts {
  const [user, ...others] = users;
  return {
    actor: person,
    action,
    rule,
    reference,
    target: {
      ...(user !== undefined && others.length === 0 && { user }),
      subject: `${to.id}: ${users.join(', ')}`,
    },
  };
}
