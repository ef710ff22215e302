import { memo, type ReactNode } from 'react';
import { type Block, Message } from 'slack-blocks-to-jsx';
import { useDirectory } from '../directory-context.js';
import { emojiCharacter } from '../text/emoji.js';
import { Mention } from '../text/mention.js';
import { SlackDate } from '../text/slack-date-text.js';

/**
 * A block that slack-blocks-to-jsx draws faithfully: `rich_text` and `markdown`. It has no callbacks for buttons
 * and inputs, and inside mrkdwn's code it doubles asterisks, so all other blocks are drawn by the page itself.
 */
export const LibraryBlock = memo(function LibraryBlock({ block }: { readonly block: Block }): ReactNode {
  const { people, channels, groups } = useDirectory();
  return (
    <div className="library-block">
      <Message
        blocks={[block]}
        logo=""
        name=""
        withoutWrapper
        unstyled
        data={{
          users: people.map((person) => ({ id: person.id, name: person.realName })),
          channels: channels.map((channel) => ({ id: channel.id, name: channel.name })),
          user_groups: groups.map((group) => ({ id: group.id, name: group.handle })),
        }}
        hooks={{
          user: ({ id, name }) => <Mention kind="user" id={id} label={name} />,
          usergroup: ({ id, name }) => <Mention kind="group" id={id} label={name} />,
          channel: ({ id, name }) => <Mention kind="channel" id={id} label={name} />,
          emoji: ({ name }) => emojiCharacter(name),
          date: ({ timestamp, format, link, fallback }) => (
            <SlackDate
              seconds={Number(timestamp)}
              format={format}
              url={link ?? undefined}
              fallback={fallback}
            />
          ),
        }}
      />
    </div>
  );
});
