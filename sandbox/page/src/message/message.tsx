import { memo, type ReactNode, useMemo, useRef } from 'react';
import type { WireMessage } from '../../../slack/wire/wire.js';
import { Blocks } from '../block/blocks.js';
import { useNow } from '../clock/clock-context.js';
import { useDirectory } from '../directory-context.js';
import { type Surface, SurfaceContext } from '../surface-context.js';
import { MrkdwnText } from '../text/mrkdwn-text.js';
import { formatSlackDate } from '../text/slack-date.js';
import { words } from '../words/words.js';
import { Avatar } from '../widget/avatar.js';
import { Icon } from '../widget/icon.js';
import { MessageActions } from './message-actions.js';
import { SharedFiles } from './shared-files.js';

const says = words.workspace.conversation;

/** Drawn again only when it, its reader or a name has changed: a conversation can be long. */
export const Message = memo(function Message({
  channelId,
  message,
  isContinued,
}: {
  readonly channelId: string;
  readonly message: WireMessage;
  /** The head of the message before it stands for this one, too. */
  readonly isContinued: boolean;
}): ReactNode {
  const { me } = useDirectory();
  const surface = useMemo(
    (): Surface => ({
      place: { kind: 'message', channelId, ts: message.ts },
      blocks: message.blocks,
      values: message.values,
      errors: {},
    }),
    [channelId, message],
  );
  const body = useRef<HTMLDivElement>(null);
  const reader = { locale: me.locale, tz: me.tz, now: useNow() };
  const time = (format: string): string => formatSlackDate(Number(message.ts), format, '', reader);
  const clock = <time title={time('{date_long} {time_secs}')}>{time('{time}')}</time>;
  return (
    <article
      data-ts={message.ts}
      className={`message${message.isEphemeral ? ' message-ephemeral' : ''}${isContinued ? ' message-continued' : ''}`}
    >
      {isContinued ? (
        <span className="message-margin">{clock}</span>
      ) : (
        <Avatar id={message.authorId} name={message.authorName} isBot={message.authorIsBot} />
      )}
      <div ref={body} className="message-body">
        {message.isEphemeral && (
          <p className="message-mark">
            <Icon name="eye" /> {says.onlyYou}
          </p>
        )}
        {!isContinued && (
          <p className="message-head">
            <strong>{message.authorName}</strong>
            {message.authorIsBot && <span className="badge">{says.bot}</span>}
            {clock}
            {message.threadTs !== null && message.threadTs !== message.ts && <small>{says.inThread}</small>}
          </p>
        )}
        <SurfaceContext value={surface}>
          {message.blocks.length > 0 ? (
            <Blocks blocks={message.blocks} />
          ) : (
            message.text !== '' && (
              <div className="message-text">
                <MrkdwnText source={message.text} />
              </div>
            )
          )}
        </SurfaceContext>
        <SharedFiles files={message.files} />
        {message.isEdited && <small className="message-edited">{says.edited}</small>}
      </div>
      <MessageActions message={message} body={body} />
    </article>
  );
});
