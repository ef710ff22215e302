import type { PersonId } from '../model/ids.js';
import { endAfterDays, lastDayBefore, type Whence } from '../model/until.js';
import { Problem } from '../problem.js';
import type { People } from './people.js';
import type { Policy } from './policy.js';

/** The days that a form suggests for a new API client's life. */
export function suggestedLifeDays({ defaultLifeDays, longestLifeDays }: Policy): number | undefined {
  if (defaultLifeDays === undefined || longestLifeDays === undefined) {
    return defaultLifeDays ?? longestLifeDays;
  }
  return Math.min(defaultLifeDays, longestLifeDays);
}

/**
 * The end, where the policy allows it at this moment; otherwise throws a `Problem` that names the latest day. Today is
 * too soon: nothing ends without a warning a day before.
 */
export function allowedEnd(
  { longestLifeDays: days }: Policy,
  endsAt: string | undefined,
  whence: Whence,
): string | undefined {
  const latest = days === undefined ? undefined : endAfterDays(days, whence);
  if (endsAt === undefined) {
    if (days === undefined || latest === undefined) return undefined;
    throw new Problem({ kind: 'until-needed', days, latest: lastDayBefore(latest, whence.zone) });
  }
  const at = Date.parse(endsAt);
  if (at <= endAfterDays(0, whence).getTime()) {
    const earliest = lastDayBefore(endAfterDays(1, whence), whence.zone);
    throw new Problem({ kind: 'until-too-soon', earliest });
  }
  if (days !== undefined && latest !== undefined && at > latest.getTime()) {
    throw new Problem({ kind: 'until-too-late', days, latest: lastDayBefore(latest, whence.zone) });
  }
  return endsAt;
}

/** An end that somebody wants, and when. */
export interface EndWanted {
  readonly person: PersonId;
  readonly endsAt: string | undefined;
  readonly now: Date;
}

/** The latest end that the policy allows at this moment; `undefined` where it bounds none. */
export async function latestEnd(
  people: Pick<People, 'zoneOf'>,
  { longestLifeDays: days }: Policy,
  { person, now }: Pick<EndWanted, 'person' | 'now'>,
): Promise<string | undefined> {
  if (days === undefined) return undefined;
  return endAfterDays(days, { now, zone: await people.zoneOf(person) }).toISOString();
}

/** Throws a `Problem` for an end that the policy does not allow, counted in days of the person's zone. */
export async function checkEnd(
  people: Pick<People, 'zoneOf'>,
  policy: Policy,
  { person, endsAt, now }: EndWanted,
): Promise<void> {
  if (endsAt === undefined && policy.longestLifeDays === undefined) return;
  allowedEnd(policy, endsAt, { now, zone: await people.zoneOf(person) });
}
