import { type ReactNode, useEffect, useState } from 'react';
import type { WireChannel } from '../../../slack/wire/wire.js';
import { useSandbox } from '../sandbox-context.js';
import { words } from '../words/words.js';
import { HomeTab } from '../view/home-tab.js';
import { ChannelIcon } from './channel-icon.js';
import { Composer } from '../composer/composer.js';
import { MessageList } from '../message/message-list.js';

const says = words.workspace.conversation;

export type Tab = 'messages' | 'home';

/** How a conversation is called: `#general`, or the other side's name. */
export function titleOf(channel: WireChannel): string {
  return channel.kind === 'dm' ? channel.name : `#${channel.name}`;
}

/** An open channel or DM; the DM with the bot has its App Home beside the messages. */
export function Conversation(props: {
  readonly channel: WireChannel;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
}): ReactNode {
  const { snapshot, act } = useSandbox();
  const [unsent, setUnsent] = useState<Readonly<Record<string, string>>>({});
  const [lastSent, setLastSent] = useState<Readonly<Record<string, string>>>({});
  const { channel } = props;
  const title = titleOf(channel);
  const isWithBot = channel.id === snapshot.dmId;
  const tab = isWithBot ? props.tab : 'messages';
  const draftKey = `${snapshot.me.id} ${channel.id}`;
  const isLookingAtBot = isWithBot && tab === 'messages';
  useEffect(() => {
    if (isLookingAtBot) void act({ act: 'open-messages' });
    // Once for every person who looks: `act` is a new function at every change.
  }, [isLookingAtBot, snapshot.me.id]);
  return (
    <main className="conversation" tabIndex={-1}>
      <header className="conversation-head">
        <h1>
          <ChannelIcon channel={channel} />
          {channel.name}
        </h1>
        <p>{about(channel, isWithBot, snapshot.app.name)}</p>
      </header>
      {isWithBot && (
        <div className="tabs" role="tablist" aria-label={title}>
          <TabButton id="home" name={says.home} current={tab} onTab={props.onTab} />
          <TabButton
            id="messages"
            name={says.messages}
            current={tab}
            unread={channel.unread}
            onTab={props.onTab}
          />
        </div>
      )}
      {tab === 'home' ? (
        <div className="tab-panel" {...(isWithBot && panelOf(tab))}>
          <HomeTab />
        </div>
      ) : (
        <div className="tab-panel" {...(isWithBot && panelOf(tab))}>
          <MessageList key={`messages of ${draftKey}`} channel={channel} title={title} />
          <Composer
            key={`composer of ${draftKey}`}
            channelId={channel.id}
            title={title}
            isCovered={snapshot.modals.length > 0}
            text={unsent[draftKey] ?? ''}
            lastSent={lastSent[snapshot.me.id] ?? ''}
            onSent={(text) => setLastSent((before) => ({ ...before, [snapshot.me.id]: text }))}
            onText={(text) => setUnsent((before) => ({ ...before, [draftKey]: text }))}
          />
        </div>
      )}
    </main>
  );
}

function panelOf(tab: Tab) {
  return { role: 'tabpanel', id: 'tab-panel', 'aria-labelledby': `tab-${tab}` } as const;
}

function about(channel: WireChannel, isWithBot: boolean, appName: string): string {
  if (isWithBot) return says.app;
  return [
    channel.kind !== 'dm' && says.members(channel.memberIds.length),
    channel.isShared && says.shared,
    channel.kind !== 'dm' && !channel.botIsMember && says.withoutBot(appName),
  ]
    .filter(Boolean)
    .join(' · ');
}

function TabButton(props: {
  readonly id: Tab;
  readonly name: string;
  readonly current: Tab;
  readonly unread?: number;
  readonly onTab: (tab: Tab) => void;
}): ReactNode {
  const unread = props.unread ?? 0;
  const isCurrent = props.id === props.current;
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${props.id}`}
      aria-selected={isCurrent}
      aria-controls={isCurrent ? 'tab-panel' : undefined}
      aria-description={unread > 0 ? words.workspace.sidebar.unread(unread, unread) : undefined}
      tabIndex={isCurrent ? 0 : -1}
      onClick={() => props.onTab(props.id)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        const other = props.id === 'home' ? 'messages' : 'home';
        props.onTab(other);
        event.currentTarget.parentElement?.querySelector<HTMLElement>(`#tab-${other}`)?.focus();
      }}
    >
      {props.name}
      {unread > 0 && (
        <span className="unread" aria-hidden>
          {unread}
        </span>
      )}
    </button>
  );
}
