import { type ReactNode, useId } from 'react';
import type { WirePerson } from '../../../slack/wire.js';

/** Chooses whose screen this is. */
export function PersonSwitcher(props: {
  readonly people: readonly WirePerson[];
  readonly actingAs: string;
  readonly onSwitch: (person: WirePerson) => void;
}): ReactNode {
  const id = useId();
  const person = props.people.find((candidate) => candidate.key === props.actingAs);
  return (
    <div className="person-switcher">
      <label htmlFor={id}>Acting as</label>
      <select
        id={id}
        value={person?.key ?? ''}
        aria-description={person && standing(person)}
        onChange={(event) => {
          const next = props.people.find((candidate) => candidate.key === event.target.value);
          if (next) props.onSwitch(next);
        }}
      >
        {props.people
          .filter((candidate) => !candidate.isBot)
          .map((candidate) => (
            <option key={candidate.key} value={candidate.key} disabled={candidate.isDeactivated}>
              {candidate.realName}
            </option>
          ))}
      </select>
      {person && (
        <span className="standing" aria-hidden>
          {standing(person)}
        </span>
      )}
    </div>
  );
}

function standing(person: WirePerson): string {
  if (person.isStranger) return 'From another company';
  if (person.isGuest) return 'Guest';
  if (person.isOwner) return 'Workspace owner';
  if (person.isAdmin) return 'Workspace admin';
  return person.isAway ? 'Member, away' : 'Member';
}
