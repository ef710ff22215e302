import type { ReactNode } from 'react';
import type { WireChannel } from '../../../slack/wire/wire.js';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';

/** What stands before a channel's name: `#`, or a lock where it is private. */
export function ChannelIcon({ channel }: { readonly channel: WireChannel }): ReactNode {
  if (channel.kind === 'public') return <Icon name="hash" />;
  if (channel.kind !== 'private') return null;
  return (
    <>
      <Icon name="lock" />
      <span className="visually-hidden">{words.workspace.sidebar.private}</span>
    </>
  );
}
