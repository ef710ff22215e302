import type { Actor } from '../model/actor.js';
import type { GroupId, PersonId } from '../model/ids.js';

/** Tells who people are at this moment. Rejects with a `Problem` where that cannot be learned. */
export interface People {
  /** The person with their user groups. */
  actor(person: PersonId): Promise<Actor>;
  /** The person with no user groups: enough for whatever they may do without any. */
  actorWithoutGroups(person: PersonId): Promise<Actor>;
  /** The person's time zone (IANA), as Slack knows it. */
  zoneOf(person: PersonId): Promise<string>;
  /** Everybody in a user group; nobody where the group is gone. */
  membersOf(group: GroupId, use: 'rights'): Promise<readonly PersonId[]>;
}
