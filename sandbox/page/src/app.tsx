import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Act, ActResult, WirePerson } from '../../slack/wire.js';
import { postAct, Refused } from './post-act.js';
import { type Sandbox, SandboxContext } from './sandbox-context.js';
import { useDrafts } from './use-drafts.js';
import { usePeople } from './use-people.js';
import { useSnapshot } from './use-snapshot.js';
import { BotBanner } from './workspace/bot-banner.js';
import { CredentialsPanel } from './workspace/credentials-panel.js';
import { type Notice, Notices } from './workspace/notices.js';
import { TopBar } from './workspace/top-bar.js';
import { useLocation } from './workspace/use-location.js';
import { Workspace } from './workspace/workspace.js';

const WIDE = window.matchMedia('(min-width: 1100px)');
const ROOM_FOR_SIDEBAR = window.matchMedia('(min-width: 720px)');

export function App(): ReactNode {
  const people = usePeople();
  const [location, go] = useLocation();
  const actors = people.filter((person) => !person.isBot && !person.isDeactivated);
  const as = (actors.find((person) => person.key === location.as) ?? actors[0])?.key;
  const [showsSidebar, setShowsSidebar] = useState(ROOM_FOR_SIDEBAR.matches);
  const [showsCredentials, setShowsCredentials] = useState(WIDE.matches);
  const switchTo = (person: WirePerson): void => go({ ...location, as: person.key });
  return (
    <>
      <TopBar
        people={people}
        actingAs={as ?? ''}
        onSwitch={switchTo}
        showsSidebar={showsSidebar}
        onSidebar={setShowsSidebar}
        showsCredentials={showsCredentials}
        onCredentials={setShowsCredentials}
      />
      <BotBanner />
      <div className="below-bar">
        {as !== undefined && (
          <Screen
            as={as}
            place={location.place}
            onPlace={(place) => {
              if (!ROOM_FOR_SIDEBAR.matches) setShowsSidebar(false);
              go({ as, place });
            }}
            showsSidebar={showsSidebar}
          />
        )}
        {showsCredentials && <CredentialsPanel />}
      </div>
    </>
  );
}

function Screen({ as, ...workspace }: { readonly as: string } & Parameters<typeof Workspace>[0]): ReactNode {
  const { snapshot, connection } = useSnapshot(as);
  const { drafts, forget } = useDrafts(as, snapshot?.revision ?? 0);
  const [refusals, setRefusals] = useState<readonly { readonly id: string; readonly text: string }[]>([]);

  const act = useMemo(
    () =>
      async (what: Act): Promise<ActResult | undefined> => {
        try {
          return await postAct(as, what);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          const { message } = error;
          setRefusals((before) => [
            ...before.filter(({ text }) => text !== message),
            { id: crypto.randomUUID(), text: message },
          ]);
          return undefined;
        }
      },
    [as],
  );
  useReloadAsSlackDoes(act, forget);
  const sandbox = useMemo(
    (): Sandbox | undefined => snapshot && { snapshot, drafts, act },
    [snapshot, drafts, act],
  );
  const notices: readonly Notice[] = [
    ...(snapshot?.notices ?? []).map((notice) => ({
      ...notice,
      onDismiss: () => void act({ act: 'dismiss-notice', noticeId: notice.id }),
    })),
    ...refusals.map((refusal) => ({
      ...refusal,
      onDismiss: () => setRefusals((before) => before.filter((one) => one.id !== refusal.id)),
    })),
  ];
  return (
    <div className="screen">
      {connection === 'lost' && (
        <div className="bot-banner" role="alert">
          The connection to the sandbox is lost; trying again.
        </div>
      )}
      <div className="stage">
        {sandbox ? (
          <SandboxContext value={sandbox}>
            <Workspace {...workspace} />
          </SandboxContext>
        ) : (
          <p className="empty">Opening the workspace…</p>
        )}
      </div>
      <Notices notices={notices} />
    </div>
  );
}

/** Reloading the page is reloading Slack: ephemeral messages and open modals are gone. */
function useReloadAsSlackDoes(act: Sandbox['act'], forget: () => void): void {
  useEffect(() => {
    const [entry] = performance.getEntriesByType('navigation');
    if (!(entry instanceof PerformanceNavigationTiming) || entry.type !== 'reload') return;
    forget();
    void act({ act: 'reload' });
    // Once, when the page opens: whom it shows may change later.
  }, []);
}
