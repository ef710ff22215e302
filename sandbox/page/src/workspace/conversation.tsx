import { type ReactNode, useState } from 'react';
import type { WireChannel } from '../../../slack/wire.js';
import { useSandbox } from '../sandbox-context.js';
import { HomeTab } from '../view/home-tab.js';
import { Composer } from './composer.js';
import { Icon } from './icon.js';
import { MessageList } from './message-list.js';

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
  const { snapshot } = useSandbox();
  const [unsent, setUnsent] = useState<Readonly<Record<string, string>>>({});
  const { channel } = props;
  const title = titleOf(channel);
  const isWithBot = channel.id === snapshot.dmId;
  const tab = isWithBot ? props.tab : 'messages';
  const draftKey = `${snapshot.me.id} ${channel.id}`;
  return (
    <main className="conversation">
      <header className="conversation-head">
        <h1>
          {title}
          {channel.kind === 'private' && <Icon name="lock" />}
        </h1>
        <p>{about(channel, isWithBot, snapshot.app.name)}</p>
      </header>
      {isWithBot && (
        <div className="tabs" role="tablist" aria-label={title}>
          <TabButton id="home" name="Home" current={tab} onTab={props.onTab} />
          <TabButton id="messages" name="Messages" current={tab} onTab={props.onTab} />
        </div>
      )}
      {tab === 'home' ? (
        <HomeTab />
      ) : (
        <>
          <MessageList key={`messages of ${draftKey}`} channel={channel} title={title} />
          <Composer
            key={`composer of ${draftKey}`}
            channelId={channel.id}
            title={title}
            text={unsent[draftKey] ?? ''}
            onText={(text) => setUnsent((before) => ({ ...before, [draftKey]: text }))}
          />
        </>
      )}
    </main>
  );
}

function about(channel: WireChannel, isWithBot: boolean, appName: string): string {
  if (isWithBot) return 'App';
  const members = `${channel.memberIds.length} ${channel.memberIds.length === 1 ? 'member' : 'members'}`;
  return [
    channel.kind !== 'dm' && members,
    channel.isShared && 'shared with another company',
    channel.kind !== 'dm' && !channel.botIsMember && `${appName} is not in this channel`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function TabButton(props: {
  readonly id: Tab;
  readonly name: string;
  readonly current: Tab;
  readonly onTab: (tab: Tab) => void;
}): ReactNode {
  return (
    <button
      type="button"
      role="tab"
      aria-selected={props.id === props.current}
      onClick={() => props.onTab(props.id)}
    >
      {props.name}
    </button>
  );
}
