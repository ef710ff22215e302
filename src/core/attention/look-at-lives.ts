import type { ClientId } from '../model/ids.js';
import { DAY_MS } from '../model/durations.js';
import { type Finding, findingName } from './finding.js';
import type { LookContext } from './look-context.js';

/** Clients that end within so many days are told. */
const ENDING_WITHIN_DAYS = 14;
const RECORDS_AT_ONCE = 200;

/**
 * Finds clients that nobody has confirmed for the policy's days. Begins where the last look ended; resolves to where
 * this one has.
 */
export async function lookForStale(context: LookContext, confirmedUpTo: Date | undefined): Promise<Date> {
  const { workspace, records, rules, now } = context;
  const { staleAfterDays } = (await rules.of(workspace)).policy;
  const until = new Date(now().getTime() - staleAfterDays * DAY_MS);
  const ids: ClientId[] = [];
  for await (const { id } of records.confirmedBetween(workspace, confirmedUpTo, until)) ids.push(id);
  await noteAll(context, ids, 'stale');
  return confirmedUpTo !== undefined && confirmedUpTo > until ? confirmedUpTo : until;
}

/** Finds clients that end soon: as many are read as there are. */
export async function lookForEnding(context: LookContext): Promise<void> {
  const { workspace, records, now } = context;
  const until = new Date(now().getTime() + ENDING_WITHIN_DAYS * DAY_MS);
  const ids: ClientId[] = [];
  for await (const id of records.endingBefore(workspace, until)) ids.push(id);
  await noteAll(context, ids, 'ending');
}

async function noteAll(
  { workspace, records, findings, now }: LookContext,
  ids: readonly ClientId[],
  kind: 'stale' | 'ending',
): Promise<void> {
  for (let first = 0; first < ids.length; first += RECORDS_AT_ONCE) {
    const found = await records.findAll(workspace, ids.slice(first, first + RECORDS_AT_ONCE));
    await findings.note(
      workspace,
      found.flatMap((record): readonly Finding[] => {
        if (record === undefined || record.closed !== undefined) return [];
        const { id: client, user, name, owner, endsAt } = record;
        const mark = kind === 'ending' ? (endsAt ?? '') : (record.confirmed?.at ?? record.createdAt);
        const at = now().toISOString();
        return [{ workspace, kind, client, user, name: findingName(name), owner, mark, at }];
      }),
    );
  }
}
