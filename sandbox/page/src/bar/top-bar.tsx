import type { ReactNode } from 'react';
import type { WireGroup, WirePerson } from '../../../slack/wire/wire.js';
import { ClockMenu } from '../clock/clock-menu.js';
import { type Panel, useShell } from '../shell-context.js';
import { words } from '../words/words.js';
import { Icon, type IconName } from '../widget/icon.js';
import { LanguageSwitch } from './language-switch.js';
import { Menu } from '../widget/menu.js';
import { identityOf, teamOf } from '../location/identity.js';
import { PersonSwitcher } from './person-switcher.js';
import { WorkspaceSwitcher } from './workspace-switcher.js';

const says = words.workspace.bar;

/** The sandbox's own bar: whose Slack this is, and what can be shown beside it. */
export function TopBar(props: {
  readonly people: readonly WirePerson[];
  readonly groups: readonly WireGroup[];
  readonly actingAs: string;
  readonly showsSidebar: boolean;
  readonly onSidebar: (shows: boolean) => void;
}): ReactNode {
  const { people } = props;
  const { location, go, tour, setTour } = useShell();
  const team = teamOf(location.as);
  const others = people.filter(
    (person) => !person.isBot && !person.isDeactivated && person.key !== props.actingAs,
  );
  return (
    <header className="top-bar">
      <button
        type="button"
        className="icon-button"
        aria-label={says.channels}
        aria-pressed={props.showsSidebar}
        onClick={() => props.onSidebar(!props.showsSidebar)}
      >
        <Icon name="menu" />
      </button>
      <span className="brand">{words.workspace.brand}</span>
      <WorkspaceSwitcher />
      <PersonSwitcher
        people={people}
        groups={props.groups}
        actingAs={props.actingAs}
        onSwitch={(person) => go({ ...location, as: identityOf(team, person.key) })}
      />
      <span className="other-windows">
        <Menu
          name={says.anotherWindow}
          face={<Icon name="window" />}
          items={others.map((person) => ({
            key: person.key,
            text: says.anotherWindowAs(person.realName),
            onChoose: () =>
              void window.open(`/?as=${encodeURIComponent(identityOf(team, person.key))}`, '_blank'),
          }))}
        />
      </span>
      <LanguageSwitch />
      <ClockMenu me={people.find((person) => person.key === props.actingAs)} />
      <button
        type="button"
        className="icon-button"
        title={says.reloadSays}
        aria-label={says.reload}
        onClick={() => window.location.reload()}
      >
        <Icon name="reload" />
      </button>
      {tour.isLeft && (
        <button
          type="button"
          className="icon-button"
          title={words.tour.again}
          aria-label={words.tour.again}
          onClick={() => setTour({ ...tour, isLeft: false })}
        >
          <Icon name="flag" />
        </button>
      )}
      <PanelButton panel="trial" icon="key" name={words.trial.show} title={words.trial.title} />
      <PanelButton
        panel="underneath"
        icon="pulse"
        name={words.underneath.show}
        title={words.underneath.title}
      />
    </header>
  );
}

function PanelButton(props: {
  readonly panel: Panel;
  readonly icon: IconName;
  readonly name: string;
  readonly title: string;
}): ReactNode {
  const { panel, showPanel } = useShell();
  const isShown = panel === props.panel;
  return (
    <button
      type="button"
      className="icon-button"
      title={props.title}
      aria-label={props.name}
      aria-pressed={isShown}
      onClick={() => showPanel(isShown ? undefined : props.panel)}
    >
      <Icon name={props.icon} />
    </button>
  );
}
