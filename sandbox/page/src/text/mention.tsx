import type { ReactNode } from 'react';
import { words } from '../words/words.js';
import { type Directory, useDirectory } from '../directory-context.js';

export interface MentionProps {
  readonly kind: 'user' | 'group' | 'channel';
  readonly id: string;
  readonly label: string | undefined;
}

/** A person, user group or channel by the name that this reader sees. */
export function Mention({ kind, id, label }: MentionProps): ReactNode {
  const directory = useDirectory();
  const isMe = kind === 'user' && id === directory.me.id;
  return (
    <span className={isMe ? 'mention mention-me' : 'mention'}>{nameOf(kind, id, label, directory)}</span>
  );
}

function nameOf(
  kind: MentionProps['kind'],
  id: string,
  label: string | undefined,
  { people, groups, channels }: Directory,
): string {
  switch (kind) {
    case 'user':
      return `@${people.find((person) => person.id === id)?.realName ?? label ?? id}`;
    case 'group':
      return `@${groups.find((group) => group.id === id)?.handle ?? label?.replace(/^@/, '') ?? id}`;
    case 'channel': {
      const channel = channels.find((candidate) => candidate.id === id);
      if (channel) return `#${channel.name}`;
      return label === undefined || label === '' ? words.workspace.conversation.privateChannel : `#${label}`;
    }
  }
}
