import type { ReactNode } from 'react';
import type { WirePerson } from '../../../slack/wire.js';
import { Icon } from './icon.js';
import { PersonSwitcher } from './person-switcher.js';

export function TopBar(props: {
  readonly people: readonly WirePerson[];
  readonly actingAs: string;
  readonly onSwitch: (person: WirePerson) => void;
  readonly showsSidebar: boolean;
  readonly onSidebar: (shows: boolean) => void;
  readonly showsCredentials: boolean;
  readonly onCredentials: (shows: boolean) => void;
}): ReactNode {
  return (
    <header className="top-bar">
      <button
        type="button"
        className="icon-button"
        aria-label="Show channels"
        aria-pressed={props.showsSidebar}
        onClick={() => props.onSidebar(!props.showsSidebar)}
      >
        <Icon name="menu" />
      </button>
      <span className="brand">apiclient-bot sandbox</span>
      <PersonSwitcher people={props.people} actingAs={props.actingAs} onSwitch={props.onSwitch} />
      <button
        type="button"
        className="icon-button"
        title="Reload: messages that are only visible to you, and open forms, are gone"
        aria-label="Reload Slack"
        onClick={() => window.location.reload()}
      >
        <Icon name="reload" />
      </button>
      <button
        type="button"
        className="icon-button"
        title="Try an API client"
        aria-label="Show the panel for trying an API client"
        aria-pressed={props.showsCredentials}
        onClick={() => props.onCredentials(!props.showsCredentials)}
      >
        <Icon name="panel" />
      </button>
    </header>
  );
}
