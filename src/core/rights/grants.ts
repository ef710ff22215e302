import { z } from 'zod';
import type { Actor } from '../model/actor.js';
import { Accounts } from '../model/account.js';
import { AlphausUserName } from '../model/api-client.js';
import { GroupId, PersonId } from '../model/ids.js';
import { DAY_MS } from '../model/durations.js';

/** A person, or everybody in a user group. */
export const Grantee = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: PersonId }),
  z.object({ kind: z.literal('group'), id: GroupId }),
]);
export type Grantee = z.infer<typeof Grantee>;

/** A person or user group may use these Alphaus users. */
export const Grant = z.object({
  id: z.string().min(1).max(40),
  to: Grantee,
  users: z.array(AlphausUserName).min(1).max(100),
  by: PersonId,
  at: z.iso.datetime(),
  /** In which it gives a right. */
  accounts: Accounts.optional(),
  /** From then on it gives no right; absent: it is for good. */
  until: z.iso.datetime().optional(),
  /** When both sides were told that it ends soon, and that it has ended. */
  warnedAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
});
export type Grant = z.infer<typeof Grant>;

/** Whether a grant's time is over: it gives no right. */
export const isOver = ({ until }: Pick<Grant, 'until'>, now: Date): boolean =>
  until !== undefined && Date.parse(until) <= now.getTime();

/** When both sides are told that a grant ends: a day before. */
export const warningAt = (until: string): Date => new Date(Date.parse(until) - DAY_MS);

/** Whether a grant holds at least as long as until then; `undefined`: for good. */
export const lastsUntil = (grant: Pick<Grant, 'until'>, until: string | undefined): boolean =>
  grant.until === undefined || (until !== undefined && Date.parse(grant.until) >= Date.parse(until));

/** Whether a grant is this person's, by name or through a user group. */
export function isGrantedTo(grant: Grant, actor: Pick<Actor, 'id' | 'groups'>): boolean {
  return grant.to.kind === 'person' ? grant.to.id === actor.id : actor.groups.includes(grant.to.id);
}

/** Whether a person holds a grant for this Alphaus user; without a user, for any. */
export function holdsGrant(
  grants: readonly Grant[],
  actor: Pick<Actor, 'id' | 'groups'>,
  user: AlphausUserName | undefined,
): boolean {
  return grants.some(
    (grant) => isGrantedTo(grant, actor) && (user === undefined || grant.users.includes(user)),
  );
}
