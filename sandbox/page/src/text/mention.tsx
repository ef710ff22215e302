import type { ReactNode } from 'react';
import type { Snapshot } from '../../../slack/wire/wire.js';
import { words } from '../words/words.js';
import { useSandbox } from '../sandbox-context.js';

export interface MentionProps {
  readonly kind: 'user' | 'group' | 'channel';
  readonly id: string;
  readonly label: string | undefined;
}

/** A person, user group or channel by the name that this reader sees. */
export function Mention({ kind, id, label }: MentionProps): ReactNode {
  const { snapshot } = useSandbox();
  const isMe = kind === 'user' && id === snapshot.me.id;
  return <span className={isMe ? 'mention mention-me' : 'mention'}>{nameOf(kind, id, label, snapshot)}</span>;
}

function nameOf(
  kind: MentionProps['kind'],
  id: string,
  label: string | undefined,
  snapshot: Snapshot,
): string {
  switch (kind) {
    case 'user':
      return `@${snapshot.people.find((person) => person.id === id)?.realName ?? label ?? id}`;
    case 'group':
      return `@${snapshot.groups.find((group) => group.id === id)?.handle ?? label?.replace(/^@/, '') ?? id}`;
    case 'channel': {
      const channel = snapshot.channels.find((candidate) => candidate.id === id);
      if (channel) return `#${channel.name}`;
      return label === undefined || label === '' ? words.workspace.conversation.privateChannel : `#${label}`;
    }
  }
}
