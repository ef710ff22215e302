import { PersonId } from '../../core/model/ids.js';
import type { Grantee } from '../../core/rights/grants.js';
import type { Group } from './people.js';

/** A person that was mentioned: Slack turns `@name` into an id. */
export function readPerson(text: string): PersonId | undefined {
  return PersonId.safeParse(/^<@([\w-]+)(?:\|[^>]*)?>$/.exec(text)?.[1]).data;
}

/** As somebody mentions them. */
export const mentionOf = ({ kind, id }: Grantee): string =>
  kind === 'person' ? `<@${id}>` : `<!subteam^${id}>`;

/** A user group that was mentioned, or written by its handle. */
export function readGroup(text: string, groups: readonly Group[]): Group | undefined {
  const id = /^<!subteam\^([\w-]+)(?:\|[^>]*)?>$/.exec(text)?.[1];
  const handle = text.replace(/^@/, '').toLowerCase();
  return groups.find((group) => group.id === id || group.handle.toLowerCase() === handle);
}

export function readGrantee(text: string, groups: readonly Group[]): Grantee | undefined {
  const person = readPerson(text);
  if (person !== undefined) return { kind: 'person', id: person };
  const group = readGroup(text, groups);
  return group && { kind: 'group', id: group.id };
}
