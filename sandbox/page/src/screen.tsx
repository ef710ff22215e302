import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { WirePerson } from '../../slack/wire/wire.js';
import { ActingContext } from './acting-context.js';
import { DirectoryContext, useDirectoryOf } from './directory-context.js';
import { type Sandbox, SandboxContext } from './sandbox-context.js';
import { useShell } from './shell-context.js';
import { credentialsIn } from './trial/credentials-in.js';
import { TourBar } from './tour/tour-bar.js';
import { TrialPanel } from './trial/trial-panel.js';
import { UnderneathPanel } from './underneath/underneath-panel.js';
import { useAct } from './use-act.js';
import { useDrafts } from './use-drafts.js';
import { useSnapshot } from './use-snapshot.js';
import { words } from './words/words.js';
import { GoAnywhere } from './workspace/go-anywhere.js';
import { BotBanner } from './notice/bot-banner.js';
import { keyOf } from './location/identity.js';
import { InstallBanner } from './notice/install-banner.js';
import { Notices } from './notice/notices.js';
import { TopBar } from './bar/top-bar.js';
import { useRefusedBySlack } from './notice/use-refused-by-slack.js';
import { Workspace } from './workspace/workspace.js';

const ROOM_FOR_SIDEBAR = window.matchMedia('(min-width: 45em)');

/** One person's Slack, with the sandbox's bar above and its panels beside it. */
export function Screen({
  as,
  people,
  unknown,
}: {
  readonly as: string;
  /** The name in the address, if there is nobody of that name. */
  readonly unknown: string | undefined;
  readonly people: readonly WirePerson[];
}): ReactNode {
  const shell = useShell();
  const { snapshot, connection } = useSnapshot(as);
  const directory = useDirectoryOf(snapshot);
  const { drafts, forget } = useDrafts(as, snapshot?.revision ?? 0);
  const { act, lastActAt, refusals, dismiss } = useAct(as);
  const refusedBySlack = useRefusedBySlack();
  const [showsSidebar, setShowsSidebar] = useState(ROOM_FOR_SIDEBAR.matches);
  useReloadAsSlackDoes(act, forget);
  const sandbox = useMemo(
    (): Sandbox | undefined => snapshot && { snapshot, drafts, act, lastActAt },
    [snapshot, drafts, act, lastActAt],
  );
  const acting = useMemo(() => ({ act, typedAt: drafts.at }), [act, drafts.at]);
  const [forgiven, setForgiven] = useState<string>();
  const notices = [
    ...(snapshot?.notices ?? []).map((notice) => ({
      ...notice,
      onDismiss: () => void act({ act: 'dismiss-notice', noticeId: notice.id }),
    })),
    ...(unknown !== undefined && unknown !== forgiven
      ? [
          {
            id: 'unknown',
            text: words.workspace.nobody(
              unknown,
              people.find(({ key }) => key === keyOf(as))?.realName ?? as,
            ),
            onDismiss: () => setForgiven(unknown),
          },
        ]
      : []),
    ...refusedBySlack,
    ...refusals.map((refusal) => ({ ...refusal, onDismiss: () => dismiss(refusal.id) })),
  ];
  return (
    <>
      <SkipLink />
      <TopBar
        people={people}
        groups={snapshot?.groups ?? []}
        actingAs={keyOf(as)}
        showsSidebar={showsSidebar}
        onSidebar={setShowsSidebar}
      />
      <BotBanner />
      <InstallBanner />
      <div className="below-bar">
        <div className="screen">
          {connection === 'lost' && (
            <div className="bot-banner" role="alert">
              {words.workspace.lost}
            </div>
          )}
          <TourBar snapshot={snapshot} act={act} />
          <div className="stage">
            {sandbox ? (
              <SandboxContext value={sandbox}>
                <DirectoryContext value={directory}>
                  <ActingContext value={acting}>
                    <GoAnywhere people={people} />
                    <Workspace
                      place={shell.location.place}
                      onPlace={(place) => {
                        if (!ROOM_FOR_SIDEBAR.matches) setShowsSidebar(false);
                        shell.go({ as, place });
                      }}
                      showsSidebar={showsSidebar}
                    />
                  </ActingContext>
                </DirectoryContext>
              </SandboxContext>
            ) : (
              <p className="empty">{words.workspace.opening}</p>
            )}
          </div>
          <Notices notices={notices} />
        </div>
        {shell.panel === 'trial' && <TrialPanel offered={snapshot && credentialsIn(snapshot)} />}
        {shell.panel === 'underneath' && (
          <UnderneathPanel people={people} onClose={() => shell.showPanel(undefined)} />
        )}
      </div>
    </>
  );
}

/** The first thing that Tab reaches: past the bar, the tour and the channels. */
function SkipLink(): ReactNode {
  return (
    <a
      className="skip-link"
      href="#message-field"
      onClick={(event) => {
        event.preventDefault();
        const main = document.querySelector<HTMLElement>('main');
        (document.querySelector<HTMLElement>('.composer textarea') ?? main)?.focus();
      }}
    >
      {words.workspace.toMessage}
    </a>
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
