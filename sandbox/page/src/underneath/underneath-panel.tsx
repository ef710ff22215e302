import { type ReactNode, useCallback } from 'react';
import type { WirePerson } from '../../../slack/wire/wire.js';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';
import { ConnectWith } from './connect-with.js';
import { ExchangeEntry } from './exchange-entry.js';
import { HeldClients } from './held-clients.js';
import { TroubleButtons } from './trouble-buttons.js';
import { useUnderneath } from './underneath-context.js';

const says = words.underneath;

/** What goes on between Slack, the bot and the API, the newest first; and ways to disturb it. */
export function UnderneathPanel(props: {
  readonly people: readonly WirePerson[];
  readonly onClose: () => void;
}): ReactNode {
  const { now, exchanges, clear } = useUnderneath();
  const { people } = props;
  const nameOf = useCallback(
    (id: string): string | undefined => people.find((person) => person.id === id)?.realName,
    [people],
  );
  return (
    <section className="panel underneath" aria-label={says.title}>
      <header className="panel-head">
        <h2>{says.title}</h2>
        <button type="button" className="icon-button" aria-label={says.close} onClick={props.onClose}>
          <Icon name="cross" />
        </button>
      </header>
      <p className="panel-intro">{says.intro}</p>
      <TroubleButtons />
      <HeldClients />
      <ConnectWith />
      {now !== undefined && now.violations.length > 0 && (
        <details className="held violations">
          <summary>
            {says.violations.title} <small>{now.violations.length}</small>
          </summary>
          <ul>
            {now.violations.map((violation, index) => (
              <li key={index}>{violation}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="exchanges-head">
        <h3>{says.exchanges.title}</h3>
        {exchanges.length > 0 && (
          <button type="button" className="button button-small" onClick={clear}>
            {says.exchanges.clear}
          </button>
        )}
      </div>
      {exchanges.length === 0 ? (
        <p className="panel-intro">{says.exchanges.none}</p>
      ) : (
        <ol className="exchanges" reversed>
          {exchanges.toReversed().map((exchange) => (
            <ExchangeEntry key={exchange.id} exchange={exchange} nameOf={nameOf} />
          ))}
        </ol>
      )}
    </section>
  );
}
