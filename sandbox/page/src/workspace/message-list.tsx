import { Fragment, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import type { WireChannel, WireMessage } from '../../../slack/wire.js';
import { useSandbox } from '../sandbox-context.js';
import { formatSlackDate, type Reader } from '../text/slack-date.js';
import { Message } from './message.js';

const NEAR_PX = 80;

/** The messages of a channel, by day; stays at the end unless the person has scrolled away from it. */
export function MessageList({
  channel,
  title,
}: {
  readonly channel: WireChannel;
  readonly title: string;
}): ReactNode {
  const { snapshot, act } = useSandbox();
  const { me } = snapshot;
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    // One begins to read where one left off.
    const unread = list.current?.querySelectorAll('.message')[channel.messages.length - channel.unread];
    if (!unread) return;
    unread.scrollIntoView({ block: 'start' });
    atEnd.current = false;
    // Only when the channel is opened: what arrives later is followed to the end.
  }, [channel.id, me.id]);
  useLayoutEffect(() => {
    if (atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  });
  useEffect(() => {
    if (channel.unread > 0) void act({ act: 'mark-read', channelId: channel.id });
    // Asked once for each message that arrives while the channel is open.
  }, [channel.id, channel.unread, me.id]);

  const reader = { locale: me.locale, tz: me.tz, now: new Date() };
  return (
    <div
      ref={list}
      className="message-list"
      role="log"
      aria-label={`Conversation in ${title}`}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
      }}
    >
      <p className="message-start">This is the start of {title}.</p>
      {channel.messages.map((message, index) => {
        const day = dayOf(message, reader);
        const before = channel.messages[index - 1];
        return (
          <Fragment key={message.ts}>
            {(!before || dayOf(before, reader) !== day) && <p className="day">{day}</p>}
            <Message channelId={channel.id} message={message} />
          </Fragment>
        );
      })}
    </div>
  );
}

function dayOf(message: WireMessage, reader: Reader): string {
  const day = formatSlackDate(Number(message.ts), '{date_long_pretty}', '', reader);
  return day.charAt(0).toLocaleUpperCase(reader.locale) + day.slice(1);
}
