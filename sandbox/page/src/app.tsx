import { type ReactNode, useMemo, useState } from 'react';
import type { TokenAnswer, TokenRequest } from '../../token-answer.js';
import { Screen } from './screen.js';
import { type Panel, type Shell, ShellContext } from './shell-context.js';
import { useRememberedStop } from './tour/remembered-stop.js';
import { UnderneathProvider } from './underneath/underneath-context.js';
import { usePeople } from './use-people.js';
import { useLocation } from './workspace/use-location.js';
import { words } from './words/words.js';

const WIDE = window.matchMedia('(min-width: 1100px)');

export function App(): ReactNode {
  const people = usePeople();
  const [location, go] = useLocation();
  const [panel, showPanel] = useState<Panel | undefined>(WIDE.matches ? 'trial' : undefined);
  const [credentials, fillIn] = useState<TokenRequest>({ clientId: '', clientSecret: '' });
  const [token, setToken] = useState<TokenAnswer>();
  const [tour, setTour] = useRememberedStop();
  const actors = people.filter((person) => !person.isBot && !person.isDeactivated);
  const as = (actors.find((person) => person.key === location.as) ?? actors[0])?.key;
  const shell = useMemo(
    (): Shell => ({
      location: { ...location, as },
      go,
      panel,
      showPanel,
      credentials,
      fillIn,
      token,
      setToken,
      tour,
      setTour,
    }),
    [location, as, go, panel, credentials, token, tour, setTour],
  );
  return (
    <ShellContext value={shell}>
      <UnderneathProvider>
        {as === undefined ? (
          <p className="empty">{words.workspace.opening}</p>
        ) : (
          <Screen as={as} people={people} />
        )}
      </UnderneathProvider>
    </ShellContext>
  );
}
