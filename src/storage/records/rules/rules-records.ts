import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { PersonId, type WorkspaceId } from '../../../core/model/ids.js';
import { Grant } from '../../../core/rights/grants.js';
import { Policy } from '../../../core/rights/policy.js';
import type { VersionedRules } from '../../../core/rules/rules.js';
import type { Part, Store } from '../../../core/store.js';
import type { Backend } from '../../backends/backend.js';
import { createStore } from '../../backends/store.js';

/** Read at every act. Grants, which may be a megabyte, are read only where the revision is not the one known here. */
export const StoredPolicy = z.object({
  /** Another one after each change of policy or grants, and never used again. */
  revision: z.string(),
  policy: Policy,
  policyVersion: z.number().int().min(0),
  policyChanged: z.object({ by: PersonId, at: z.iso.datetime() }).optional(),
});
export type StoredPolicy = z.infer<typeof StoredPolicy>;

/** The grants of some people and user groups; a hash of their ids chooses the record. */
const StoredGrants = z.array(Grant).min(1);

export interface RulesRecords {
  readonly policies: Store<StoredPolicy>;
  readonly grants: Store<z.infer<typeof StoredGrants>>;
}

export function rulesRecords(backend: Backend): RulesRecords {
  return {
    policies: createStore({ backend, schema: StoredPolicy }),
    grants: createStore({ backend, schema: StoredGrants }),
  };
}

export const policyKey = (workspace: WorkspaceId): string => `rules:${workspace}:policy`;
/** Few enough to change them all in one batch, and so many that a change writes little of 500 grants. */
const SHARES = 16;
const grantsPrefix = (workspace: WorkspaceId): string => `rules:${workspace}:grants:`;

/** As they were given, oldest first. */
export async function readGrants(
  { grants }: RulesRecords,
  workspace: WorkspaceId,
): Promise<readonly Grant[]> {
  const found: Grant[] = [];
  for await (const [, some] of grants.scan(grantsPrefix(workspace))) found.push(...some);
  return found.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The records of grants that differ, before and after a change. */
export function changeOfGrants(
  { grants }: RulesRecords,
  workspace: WorkspaceId,
  { before, after }: { readonly before: readonly Grant[]; readonly after: readonly Grant[] },
): readonly Part[] {
  const [was, is] = [inShares(before), inShares(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((share): Part[] => {
    const key = `${grantsPrefix(workspace)}${share}`;
    const some = is.get(share);
    if (some === undefined) return [grants.part.delete(key)];
    return isDeepStrictEqual(some, was.get(share)) ? [] : [grants.part.put(key, some)];
  });
}

function inShares(grants: readonly Grant[]): ReadonlyMap<number, Grant[]> {
  const shares = new Map<number, Grant[]>();
  for (const grant of grants) {
    const [first = 0] = createHash('sha256').update(grant.to.id).digest();
    const some = shares.get(first % SHARES);
    if (some === undefined) shares.set(first % SHARES, [grant]);
    else some.push(grant);
  }
  return shares;
}

export function toRules(
  { policy, policyVersion, policyChanged }: StoredPolicy,
  grants: readonly Grant[],
): VersionedRules {
  return {
    policy,
    policyVersion,
    policyChanged: policyChanged && { by: policyChanged.by, at: new Date(policyChanged.at) },
    grants,
  };
}

export function toStored({ policyChanged, policy, policyVersion }: VersionedRules): StoredPolicy {
  return {
    revision: randomUUID(),
    policy,
    policyVersion,
    ...(policyChanged !== undefined && {
      policyChanged: { by: policyChanged.by, at: policyChanged.at.toISOString() },
    }),
  };
}
