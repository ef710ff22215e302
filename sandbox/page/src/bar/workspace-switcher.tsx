import { type ReactNode, useId } from 'react';
import { useShell } from '../shell-context.js';
import { useUnderneath } from '../underneath/underneath-context.js';
import { words } from '../words/words.js';
import { identityOf, keyOf, teamOf } from '../location/identity.js';

const says = words.workspace.workspaces;

/** Chooses the workspace, where there are several. */
export function WorkspaceSwitcher(): ReactNode {
  const { now } = useUnderneath();
  const { location, go } = useShell();
  const id = useId();
  const workspaces = now?.workspaces ?? [];
  const [first] = workspaces;
  if (!now || !first || workspaces.length < 2) return null;
  const current = workspaces.find((one) => one.id === teamOf(location.as)) ?? first;
  const choose = (team: string): void =>
    go({
      ...location,
      as: identityOf(team === first.id ? undefined : team, keyOf(location.as ?? '')),
    });
  return (
    <div className="person-switcher">
      <label htmlFor={id}>{says.label}</label>
      <select id={id} value={current.id} onChange={(event) => choose(event.target.value)}>
        {workspaces.map(({ id: team, name, organisation, isInstalled }) => (
          <option key={team} value={team}>
            {says.named(organisation === null ? name : says.within(name, organisation), isInstalled)}
          </option>
        ))}
      </select>
    </div>
  );
}
