import type { Message } from '../workspace/channels.js';
import type { Group, Person } from '../workspace/people.js';

/** Whether a message mentions somebody, by themselves or by a user group of theirs. */
export function isMentioned(person: Person, groups: readonly Group[], { text, blocks }: Message): boolean {
  const written = `${text} ${JSON.stringify(blocks)}`;
  const own = groups.filter(({ disabled, memberIds }) => !disabled && memberIds.includes(person.id));
  return [
    `<@${person.id}>`,
    `"user_id":"${person.id}"`,
    ...own.flatMap(({ id }) => [`<!subteam^${id}`, `"usergroup_id":"${id}"`]),
  ].some((mention) => written.includes(mention));
}
