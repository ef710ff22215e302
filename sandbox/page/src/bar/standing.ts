import type { WirePerson } from '../../../slack/wire/wire.js';
import { words } from '../words/words.js';

const says = words.workspace.people;

/** What somebody is in the workspace. */
export function standingOf(person: WirePerson): string {
  if (person.isStranger) return says.stranger;
  if (person.isGuest) return says.guest;
  if (person.isOwner) return says.owner;
  return person.isAdmin ? says.admin : says.member;
}
