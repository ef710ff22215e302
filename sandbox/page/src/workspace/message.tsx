import { type ReactNode, useMemo } from 'react';
import type { WireMessage } from '../../../slack/wire.js';
import { Blocks } from '../block/blocks.js';
import { useSandbox } from '../sandbox-context.js';
import { type Surface, SurfaceContext } from '../surface-context.js';
import { MrkdwnText } from '../text/mrkdwn-text.js';
import { formatSlackDate } from '../text/slack-date.js';
import { Avatar } from './avatar.js';
import { Icon } from './icon.js';

export function Message({
  channelId,
  message,
}: {
  readonly channelId: string;
  readonly message: WireMessage;
}): ReactNode {
  const { me } = useSandbox().snapshot;
  const surface = useMemo(
    (): Surface => ({
      place: { kind: 'message', channelId, ts: message.ts },
      blocks: message.blocks,
      values: message.values,
      errors: {},
    }),
    [channelId, message],
  );
  const reader = { locale: me.locale, tz: me.tz, now: new Date() };
  const time = (format: string): string => formatSlackDate(Number(message.ts), format, '', reader);
  return (
    <article className={message.isEphemeral ? 'message message-ephemeral' : 'message'}>
      <Avatar id={message.authorId} name={message.authorName} isBot={message.authorIsBot} />
      <div className="message-body">
        {message.isEphemeral && (
          <p className="message-mark">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        <p className="message-head">
          <strong>{message.authorName}</strong>
          {message.authorIsBot && <span className="badge">APP</span>}
          <time title={time('{date_long} {time_secs}')}>{time('{time}')}</time>
          {message.threadTs !== null && message.threadTs !== message.ts && <small>replied in a thread</small>}
        </p>
        <SurfaceContext value={surface}>
          {message.blocks.length > 0 ? (
            <Blocks blocks={message.blocks} />
          ) : (
            <div className="message-text">
              <MrkdwnText source={message.text} />
            </div>
          )}
        </SurfaceContext>
        {message.isEdited && <small className="message-edited">(edited)</small>}
      </div>
    </article>
  );
}
