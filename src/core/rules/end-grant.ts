import type { AuditTrail } from '../audit/audit-trail.js';
import type { WorkspaceId } from '../model/ids.js';
import { type Grant, warningAt } from '../rights/grants.js';
import { DAY_MS } from '../model/durations.js';
import { grantInTrail } from './grant-in-trail.js';
import type { GrantNews } from './grant-news.js';
import type { Rules } from './rules.js';

/** So long an ended grant is still shown, so that an admin sees that it was there. */
const SHOWN_FOR_MS = 30 * DAY_MS;

export interface EndingGrants {
  readonly workspace: WorkspaceId;
  readonly rules: Rules;
  readonly audit: AuditTrail;
  readonly news: GrantNews;
  readonly reference: string;
  readonly now: () => Date;
}

/**
 * Looks after a grant that was given for a time: tells both sides a day before and at its end, each once, and forgets it
 * a month after. The right itself ends by its time alone. Resolves to when it is looked after again.
 */
export async function lookAfterGrant(context: EndingGrants, id: string): Promise<Date | undefined> {
  const { workspace, rules, now } = context;
  const { grants, waitingGrants = [], endedGrants = [] } = await rules.of(workspace);
  const grant = wholeGrant([...grants, ...waitingGrants, ...endedGrants], id);
  if (grant?.until === undefined) return undefined;
  const [warning, end] = [warningAt(grant.until), new Date(grant.until)];
  const at = now();
  if (at < warning) return warning;
  if (at < end) {
    // One for less than a day was given with its end in sight.
    if (Date.parse(grant.at) < warning.getTime()) await tell(context, grant, 'ends-soon');
    return end;
  }
  const goneAt = new Date(end.getTime() + SHOWN_FOR_MS);
  await tell(context, grant, 'ended');
  if (at < goneAt) return goneAt;
  await rules.change(workspace, (current) => {
    const left = current.grants.filter((one) => one.id !== id);
    return left.length === current.grants.length ? undefined : { ...current, grants: left };
  });
  return undefined;
}

/** A grant for users of two products may hold for one of them, and wait for the account of the other. */
function wholeGrant(parts: readonly Grant[], id: string): Grant | undefined {
  const [first, ...others] = parts.filter((part) => part.id === id);
  return first && { ...first, users: [first, ...others].flatMap(({ users }) => users) };
}

const NOTED = { 'ends-soon': 'warnedAt', ended: 'endedAt' } as const;

/** Tells both sides, and notes it in the same batch, so that it is told only once. */
async function tell(
  { workspace, rules, news, audit, reference, now }: EndingGrants,
  grant: Grant,
  kind: keyof typeof NOTED,
): Promise<void> {
  const noted = NOTED[kind];
  if (grant[noted] !== undefined || grant.until === undefined) return;
  const told = await news.of({ kind, grant, until: new Date(grant.until) });
  const at = now().toISOString();
  const event = {
    actor: 'bot',
    action: 'end-grant',
    target: grantInTrail(grant),
    outcome: 'done',
    reference,
  } as const;
  await rules.change(
    workspace,
    (current) => {
      const isNoted = current.grants.every((one) => one.id !== grant.id || one[noted] !== undefined);
      const grants = current.grants.map((one) => (one.id === grant.id ? { ...one, [noted]: at } : one));
      return isNoted ? undefined : { ...current, grants };
    },
    // A warning changes nothing: only the end is on record.
    (change, commit) =>
      kind === 'ended'
        ? audit.appendWith(workspace, event, [...change, ...told])
        : commit([...change, ...told]),
  );
}
