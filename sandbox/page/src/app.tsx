import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { TokenAnswer, TokenRequest } from '../../token-answer.js';
import { Screen } from './screen.js';
import { type Panel, type Shell, ShellContext } from './shell-context.js';
import { useRememberedPlace } from './tour/remembered-place.js';
import { UnderneathProvider } from './underneath/underneath-context.js';
import { usePeople } from './use-people.js';
import { identityOf, teamOf } from './location/identity.js';
import { useLocation } from './location/use-location.js';
import { IS_WIDE } from './wide.js';
import { words } from './words/words.js';

const NO_CREDENTIALS: TokenRequest = { clientId: '', clientSecret: '' };

export function App(): ReactNode {
  const [location, go] = useLocation();
  const { team, people } = usePeople(teamOf(location.as));
  const [tour, setTour] = useRememberedPlace();
  const isEarly = tour.at === 'make' && !tour.isLeft;
  const [panel, showPanel] = useState<Panel | undefined>(IS_WIDE.matches && !isEarly ? 'trial' : undefined);
  const [credentials, fillIn] = useState(NO_CREDENTIALS);
  const [token, setToken] = useState<TokenAnswer>();
  const actors = people.filter((person) => !person.isBot && !person.isDeactivated);
  const asked = actors.find((person) => identityOf(team, person.key) === location.as);
  const someone = (asked ?? actors[0])?.key;
  const as = someone === undefined ? undefined : identityOf(team, someone);
  const unknown = people.length > 0 && asked === undefined ? location.as : undefined;
  useEffect(() => {
    // A secret belongs to one person: nobody else finds it in the panel.
    fillIn(NO_CREDENTIALS);
    setToken(undefined);
  }, [as]);
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
          <Screen as={as} people={people} unknown={unknown} />
        )}
      </UnderneathProvider>
    </ShellContext>
  );
}
