import { z } from 'zod';
import type { Actor } from './actor.js';
import { GroupId, PersonId } from './ids.js';

/** Named people, and everybody in the named user groups. */
export const Members = z.object({ people: z.array(PersonId), groups: z.array(GroupId) });
export type Members = z.infer<typeof Members>;

/** Whether a person is named, or in a user group that is. */
export function isAmong(members: Members, actor: Pick<Actor, 'id' | 'groups'>): boolean {
  return members.people.includes(actor.id) || members.groups.some((group) => actor.groups.includes(group));
}
