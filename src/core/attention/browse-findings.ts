import { z } from 'zod';
import { type ActContext, rightTo } from '../audit/right-on-record.js';
import type { Deletions } from '../clients/deletions.js';
import { AlphausUserName } from '../model/api-client.js';
import { ClientId, type PersonId } from '../model/ids.js';
import { type Finding, FindingKind, isQuiet } from './finding.js';
import type { Findings } from './findings.js';

export interface BrowsingContext extends ActContext {
  readonly findings: Findings;
  readonly deletions: Deletions;
  readonly now: () => Date;
}

const Place = z.object({ kind: FindingKind, client: ClientId });

/** Which findings a page shows: its buttons, and the forms that they open, carry it, since the list itself keeps nothing. */
export const FindingsBrowsed = z.object({
  kind: FindingKind.optional(),
  user: AlphausUserName.optional(),
  /** Begins behind this one, or ends before that one; without either, the first page. */
  after: Place.optional(),
  before: Place.optional(),
});
export type FindingsBrowsed = z.infer<typeof FindingsBrowsed>;

export interface FindingsPage {
  readonly shown: readonly Finding[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** A page of what needs attention: it reads what it shows, and what it leaves out between. */
export async function browseFindings(
  context: BrowsingContext,
  {
    person,
    browsed,
    size,
  }: {
    readonly person: PersonId;
    readonly browsed: FindingsBrowsed;
    readonly size: number;
  },
): Promise<FindingsPage> {
  await rightTo(context, { person, action: 'review', target: 'any' });
  const { before, after } = browsed;
  if (before !== undefined) {
    const found = await take(context, { ...browsed, after: before }, size, true);
    const shown = found.slice(0, size).toReversed();
    return { shown, hasNext: true, hasPrevious: found.length > size };
  }
  const found = await take(context, browsed, size, false);
  return { shown: found.slice(0, size), hasNext: found.length > size, hasPrevious: after !== undefined };
}

async function take(
  context: BrowsingContext,
  { kind, user, after }: FindingsBrowsed,
  size: number,
  backwards: boolean,
): Promise<readonly Finding[]> {
  const { workspace, findings, now } = context;
  const found: Finding[] = [];
  for await (const finding of findings.standing(workspace, { kind, after, backwards })) {
    const isWanted = user === undefined || finding.user === user;
    if (!isWanted || isQuiet(finding, now()) || finding.kind === 'deleted-elsewhere') continue;
    if (await isDeleted(context, finding)) continue;
    found.push(finding);
    if (found.length > size) break;
  }
  return found;
}

/** A client of unknown origin that the bot has deleted since is settled: no record of it says so. */
async function isDeleted(
  { workspace, findings, deletions }: BrowsingContext,
  finding: Finding,
): Promise<boolean> {
  if (finding.kind !== 'unknown-origin') return false;
  if ((await deletions.find(workspace, finding.client))?.done !== true) return false;
  await findings.settle(workspace, [finding]);
  return true;
}
