import type { ReactNode } from 'react';
import { useShell } from '../shell-context.js';
import { useUnderneath } from '../underneath/underneath-context.js';
import { words } from '../words/words.js';
import { teamOf } from '../location/identity.js';

const says = words.workspace.workspaces;

/** Leads to the app's own page for installing it, in a workspace that is without it. */
export function InstallBanner(): ReactNode {
  const { now } = useUnderneath();
  const { location } = useShell();
  const team = teamOf(location.as);
  const current = now?.workspaces.find(({ id }) => team === undefined || id === team);
  if (!current || current.isInstalled || typeof now?.installUrl !== 'string') return null;
  return (
    <div className="bot-banner bot-banner-calm">
      {says.missing(current.name)}{' '}
      <a
        className="button button-small"
        href={`${now.installUrl}?team=${current.id}`}
        target="_blank"
        rel="noreferrer"
      >
        {says.install}
      </a>
    </div>
  );
}
