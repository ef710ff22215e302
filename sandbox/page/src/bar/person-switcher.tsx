import { type ReactNode, useId } from 'react';
import { useNow } from '../clock/clock-context.js';
import type { WireGroup, WirePerson } from '../../../slack/wire/wire.js';
import { words } from '../words/words.js';
import { Avatar } from '../widget/avatar.js';
import { standingOf } from './standing.js';

const says = words.workspace.people;

/** Chooses whose screen this is. */
export function PersonSwitcher(props: {
  readonly people: readonly WirePerson[];
  readonly groups: readonly WireGroup[];
  readonly actingAs: string;
  readonly onSwitch: (person: WirePerson) => void;
}): ReactNode {
  const id = useId();
  const person = props.people.find((candidate) => candidate.key === props.actingAs);
  const now = useNow();
  const about = person && standing(person, props.groups);
  const humans = props.people.filter((candidate) => !candidate.isBot);
  return (
    <div className="person-switcher">
      <label htmlFor={id}>{says.actingAs}</label>
      {person && <Avatar id={person.id} name={person.realName} isBot={false} />}
      <select
        id={id}
        value={person?.key ?? ''}
        aria-description={about}
        onChange={(event) => {
          const next = props.people.find((candidate) => candidate.key === event.target.value);
          if (next) props.onSwitch(next);
        }}
      >
        {KINDS.map((kind) => (
          <People key={kind} name={says[kind]} people={humans.filter((one) => kindOf(one) === kind)} />
        ))}
      </select>
      {about !== undefined && (
        <span className="standing" aria-hidden>
          {about}
          {person && <> · {says.timeThere(timeIn(person, now), placeOf(person.tz))}</>}
        </span>
      )}
    </div>
  );
}

function timeIn({ locale, tz }: WirePerson, now: Date): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: tz }).format(now);
}

/** `New York`, of `America/New_York`. */
function placeOf(tz: string): string {
  return (tz.split('/').at(-1) ?? tz).replaceAll('_', ' ');
}

function People({
  name,
  people,
}: {
  readonly name: string;
  readonly people: readonly WirePerson[];
}): ReactNode {
  if (people.length === 0) return null;
  return (
    <optgroup label={name}>
      {people.map((person) => (
        <option key={person.key} value={person.key} disabled={person.isDeactivated}>
          {person.realName}
        </option>
      ))}
    </optgroup>
  );
}

const KINDS = ['admins', 'members', 'guests', 'strangers', 'deactivated'] as const;

function kindOf(person: WirePerson): (typeof KINDS)[number] {
  if (person.isDeactivated) return 'deactivated';
  if (person.isStranger) return 'strangers';
  if (person.isGuest) return 'guests';
  return person.isAdmin || person.isOwner ? 'admins' : 'members';
}

function standing(person: WirePerson, groups: readonly WireGroup[]): string {
  const here = standingOf(person);
  const handles = groups.filter((group) => group.memberIds.includes(person.id)).map((group) => group.handle);
  const there = handles.length === 0 ? here : says.inGroups(here, handles);
  return person.isAway ? says.away(there) : there;
}
