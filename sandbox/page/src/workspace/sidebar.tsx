import type { ReactNode } from 'react';
import type { WireChannel } from '../../../slack/wire/wire.js';
import { useSandbox } from '../sandbox-context.js';
import { words } from '../words/words.js';
import { ChannelIcon } from './channel-icon.js';
import { Icon } from '../widget/icon.js';

const says = words.workspace.sidebar;

/** The workspace with its channels and DMs. */
export function Sidebar(props: {
  readonly openId: string | undefined;
  readonly onOpen: (channel: WireChannel) => void;
}): ReactNode {
  const { snapshot } = useSandbox();
  const ofKind = (kinds: readonly WireChannel['kind'][]) =>
    snapshot.channels.filter((channel) => kinds.includes(channel.kind) && channel.id !== snapshot.dmId);
  const groups = [
    { name: says.channels, channels: ofKind(['public', 'private']) },
    { name: says.directMessages, channels: ofKind(['dm']) },
    { name: says.apps, channels: snapshot.channels.filter((channel) => channel.id === snapshot.dmId) },
  ];
  return (
    <nav className="sidebar" aria-label={says.name}>
      <p className="sidebar-team">{snapshot.team.name}</p>
      {groups
        .filter((group) => group.channels.length > 0)
        .map((group) => (
          <section key={group.name}>
            <h2>{group.name}</h2>
            <ul>
              {group.channels.map((channel) => (
                <li key={channel.id}>
                  <ChannelButton
                    channel={channel}
                    isOpen={channel.id === props.openId}
                    isApp={channel.id === snapshot.dmId}
                    onOpen={() => props.onOpen(channel)}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </nav>
  );
}

function ChannelButton(props: {
  readonly channel: WireChannel;
  readonly isOpen: boolean;
  readonly isApp: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  const { channel, isOpen, isApp } = props;
  const unread = channel.unread > 0;
  return (
    <button
      type="button"
      className={unread ? 'channel channel-unread' : 'channel'}
      aria-current={isOpen ? 'page' : undefined}
      aria-description={unread ? says.unread(channel.unread, channel.mentions) : undefined}
      onClick={props.onOpen}
    >
      {isApp ? <Icon name="key" /> : <ChannelIcon channel={channel} />}
      <span className="channel-name">{channel.name}</span>
      {channel.mentions > 0 && (
        <span className="unread" aria-hidden>
          {channel.mentions}
        </span>
      )}
    </button>
  );
}
