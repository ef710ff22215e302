import { type FindingKind, FindingKind as Kinds } from '../../../core/attention/finding.js';
import type { FindingPlace } from '../../../core/attention/findings.js';
import type { ClientRecord } from '../../../core/model/client-record.js';
import type { ClientId, WorkspaceId } from '../../../core/model/ids.js';

export const findingPrefix = (workspace: WorkspaceId, kind?: FindingKind): string =>
  `finding:${workspace}:${kind === undefined ? '' : `${kind}:`}`;

export const findingKey = (workspace: WorkspaceId, { kind, client }: FindingPlace): string =>
  `${findingPrefix(workspace, kind)}${client}`;

/** Marks a finding of which nobody has been told. */
export const untoldKey = (workspace: WorkspaceId, { kind, client }: FindingPlace): string =>
  `finding-new:${workspace}:${kind}:${client}`;

/** All that is kept of findings of these kinds about a client. */
export const keysOfFindings = (
  workspace: WorkspaceId,
  client: ClientId,
  kinds: readonly FindingKind[],
): readonly string[] =>
  kinds.flatMap((kind) => [findingKey(workspace, { kind, client }), untoldKey(workspace, { kind, client })]);

/** The kinds of findings that are settled by a change of a client's record. */
export function settledBy(before: ClientRecord, after: ClientRecord): readonly FindingKind[] {
  if (after.closed !== undefined) {
    return before.closed === undefined ? Kinds.options.filter((kind) => kind !== 'deleted-elsewhere') : [];
  }
  return [
    ...(before.owner.id === after.owner.id ? [] : (['owner-gone'] as const)),
    ...(before.confirmed?.at === after.confirmed?.at ? [] : (['stale'] as const)),
    ...(before.endsAt === after.endsAt ? [] : (['ending'] as const)),
  ];
}
