import type { Standing } from '../../model/actor.js';
import type { Owner } from '../../model/client-record.js';
import type { People } from '../../rights/people.js';

/** Why an owner can look after nothing: the person is no full member any more, or nobody in the user group is. */
export type OwnerGone = Exclude<Standing, 'member'> | 'empty-group';

/** `undefined` for an owner who is there: a full member of the workspace, or a user group with one. */
export async function goneOwner(
  people: Pick<People, 'actorWithoutGroups' | 'membersOf'>,
  owner: Owner,
): Promise<OwnerGone | undefined> {
  if (owner.kind === 'person') {
    const { standing } = await people.actorWithoutGroups(owner.id);
    return standing === 'member' ? undefined : standing;
  }
  for (const member of await people.membersOf(owner.id, 'rights')) {
    if ((await people.actorWithoutGroups(member)).standing === 'member') return undefined;
  }
  return 'empty-group';
}

export const isSameOwner = (one: Owner, other: Owner): boolean =>
  one.kind === other.kind && one.id === other.id;
