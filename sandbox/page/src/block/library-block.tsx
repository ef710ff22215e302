import type { ReactNode } from 'react';
import { type Block, Message } from 'slack-blocks-to-jsx';
import { useSandbox } from '../sandbox-context.js';
import { emojiCharacter } from '../text/emoji.js';
import { Mention } from '../text/mention.js';
import { SlackDate } from '../text/slack-date-text.js';

/**
 * A block that slack-blocks-to-jsx draws faithfully: `rich_text` and `markdown`. It has no callbacks for buttons
 * and inputs, and inside mrkdwn's code it doubles asterisks, so all other blocks are drawn by the page itself.
 */
export function LibraryBlock({ block }: { readonly block: Block }): ReactNode {
  const { snapshot } = useSandbox();
  return (
    <div className="library-block">
      <Message
        blocks={[block]}
        logo=""
        name=""
        withoutWrapper
        unstyled
        data={{
          users: snapshot.people.map((person) => ({ id: person.id, name: person.realName })),
          channels: snapshot.channels.map((channel) => ({ id: channel.id, name: channel.name })),
          user_groups: snapshot.groups.map((group) => ({ id: group.id, name: group.handle })),
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
}
