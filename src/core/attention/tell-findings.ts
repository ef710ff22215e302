import type { Owner } from '../model/client-record.js';
import type { WorkspaceId } from '../model/ids.js';
import { type Finding, FindingKind } from './finding.js';
import type { Findings } from './findings.js';

/** One time that people are told of findings: whatever was found by then. */
export interface Digest {
  readonly id: string;
  readonly at: Date;
}

export interface TellingFindings {
  readonly workspace: WorkspaceId;
  readonly findings: Findings;
  /** Each resolves to whether nothing is left to do: what Slack does not take now is tried again. */
  readonly tellAdmins: (digest: Digest, findings: readonly Finding[]) => Promise<boolean>;
  readonly tellOwner: (digest: Digest, owner: Owner, findings: readonly Finding[]) => Promise<boolean>;
}

/** The findings that an owner hears of, beside the admins: of an end its own warnings tell. */
const OF_OWNERS: ReadonlySet<FindingKind> = new Set(['stale', 'deleted-elsewhere']);

/**
 * Tells what nobody has been told of: the admins all of it, in one digest, and each owner their own. Nothing is said
 * where nothing was found. Resolves to whether everything is told; until then it is safe to repeat.
 */
export async function tellFindings(telling: TellingFindings, digest: Digest): Promise<boolean> {
  const { workspace, findings, tellAdmins, tellOwner } = telling;
  const untold: Finding[] = [];
  for await (const finding of findings.untold(workspace)) {
    if (Date.parse(finding.at) <= digest.at.getTime()) untold.push(finding);
  }
  if (untold.length === 0) return true;
  untold.sort((a, b) => urgency(a) - urgency(b) || a.name.localeCompare(b.name));
  let isAll = await tellAdmins(digest, untold);
  for (const [owner, own] of byOwner(untold.filter(({ kind }) => OF_OWNERS.has(kind)))) {
    isAll = (await tellOwner(digest, owner, own)) && isAll;
  }
  if (!isAll) return false;
  await findings.told(workspace, untold, digest.at);
  // There is nothing to do about these: once they are told, they are settled.
  await findings.settle(
    workspace,
    untold.filter(({ kind }) => kind === 'deleted-elsewhere'),
  );
  return true;
}

const urgency = ({ kind }: Finding): number => FindingKind.options.indexOf(kind);

function byOwner(findings: readonly Finding[]): ReadonlyMap<Owner, readonly Finding[]> {
  const owners = new Map<string, Owner>();
  const found = new Map<Owner, Finding[]>();
  for (const finding of findings) {
    if (finding.owner === undefined) continue;
    const owner = owners.get(finding.owner.id) ?? finding.owner;
    owners.set(owner.id, owner);
    found.set(owner, [...(found.get(owner) ?? []), finding]);
  }
  return found;
}
