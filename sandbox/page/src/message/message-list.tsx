import { Fragment, type ReactNode, useEffect } from 'react';
import type { WireChannel, WireMessage } from '../../../slack/wire/wire.js';
import { useNow } from '../clock/clock-context.js';
import { useSandbox } from '../sandbox-context.js';
import { formatSlackDate, type Reader } from '../text/slack-date.js';
import { words } from '../words/words.js';
import { Message } from './message.js';
import { standingOf } from '../bar/standing.js';
import { useReadingPlace } from './use-reading-place.js';

/** Messages of one author within this time share one head. */
const TOGETHER_S = 300;
const says = words.workspace.conversation;

/** The messages of a channel, by day. */
export function MessageList({
  channel,
  title,
}: {
  readonly channel: WireChannel;
  readonly title: string;
}): ReactNode {
  const { snapshot, act } = useSandbox();
  const { me } = snapshot;
  const { list, firstNew, onScroll } = useReadingPlace(channel);
  const newest = channel.messages.at(-1)?.ts;
  useEffect(() => {
    if (channel.unread > 0) void act({ act: 'mark-read', channelId: channel.id });
    // Asked once for each message that arrives while the channel is open; as many may be unread as before it came.
  }, [channel.id, channel.unread, newest, me.id]);

  const reader = { locale: me.locale, tz: me.tz, now: useNow() };
  return (
    <div
      ref={list}
      className="message-list"
      role="log"
      aria-label={says.log(title)}
      tabIndex={0}
      onScroll={onScroll}
    >
      <p className="message-start">
        <strong>{says.start(title)}</strong>
        {channel.name === 'general' && <> {says.welcome(me.realName, standingOf(me))}</>}
      </p>
      {channel.messages.map((message, index) => {
        const day = dayOf(message, reader);
        const before = channel.messages[index - 1];
        const isNewDay = !before || dayOf(before, reader) !== day;
        const isFirstNew = message.ts === firstNew;
        return (
          <Fragment key={message.ts}>
            {isNewDay && <p className="day">{day}</p>}
            {isFirstNew && <p className="new-messages">{says.newMessages}</p>}
            <Message
              channelId={channel.id}
              message={message}
              isContinued={!isNewDay && !isFirstNew && belongsTo(before, message)}
            />
          </Fragment>
        );
      })}
    </div>
  );
}

function belongsTo(before: WireMessage, message: WireMessage): boolean {
  return (
    before.authorId === message.authorId &&
    before.isEphemeral === message.isEphemeral &&
    !message.isEphemeral &&
    before.threadTs === message.threadTs &&
    Number(message.ts) - Number(before.ts) < TOGETHER_S
  );
}

function dayOf(message: WireMessage, reader: Reader): string {
  const day = formatSlackDate(Number(message.ts), '{date_long_pretty}', '', reader);
  return day.charAt(0).toLocaleUpperCase(reader.locale) + day.slice(1);
}
