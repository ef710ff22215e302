import type { Owner } from '../../model/client-record.js';
import type { PersonId } from '../../model/ids.js';
import type { People } from '../../rights/people.js';
import { adminsOf, type DecidersContext } from '../../rights/request-deciders.js';

/** How many members of a team are told of what happens to its API clients. */
const TOLD_AT_MOST = 30;

export interface OwnersContext extends DecidersContext {
  readonly people: DecidersContext['people'] & Pick<People, 'actorWithoutGroups' | 'zoneOf'>;
}

/** The people to whom a client belongs, 30 at most of a team; only those who are full members of the workspace now. */
export async function livingOwners({ people }: OwnersContext, owner: Owner): Promise<readonly PersonId[]> {
  const named = owner.kind === 'person' ? [owner.id] : await people.membersOf(owner.id, 'survey');
  const living: PersonId[] = [];
  for (const person of named) {
    if (living.length === TOLD_AT_MOST) break;
    if ((await people.actorWithoutGroups(person)).standing === 'member') living.push(person);
  }
  return living;
}

/** The people whom a client concerns: its active owners, or without any, the admins. */
export interface Concerned {
  readonly as: 'owner' | 'admin';
  readonly people: readonly PersonId[];
}

export async function concernedBy(context: OwnersContext, owner: Owner): Promise<Concerned> {
  const owners = await livingOwners(context, owner);
  return owners.length > 0
    ? { as: 'owner', people: owners }
    : { as: 'admin', people: await adminsOf(context) };
}

/** Whether a person is one of a client's living owners now. */
export async function isLivingOwner(
  { people }: OwnersContext,
  owner: Owner,
  person: PersonId,
): Promise<boolean> {
  const isOwner =
    owner.kind === 'person'
      ? owner.id === person
      : (await people.membersOf(owner.id, 'survey')).includes(person);
  return isOwner && (await people.actorWithoutGroups(person)).standing === 'member';
}
