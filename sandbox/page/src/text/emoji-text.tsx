import type { ReactNode } from 'react';
import { emojiCharacter } from './emoji.js';

export function EmojiText({ name }: { readonly name: string }): ReactNode {
  return <span title={`:${name}:`}>{emojiCharacter(name)}</span>;
}
