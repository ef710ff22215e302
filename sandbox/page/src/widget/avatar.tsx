import type { ReactNode } from 'react';
import { Icon } from './icon.js';

/** Initials on a colour that stays with the id; the bot has a key. */
export function Avatar({
  id,
  name,
  isBot,
}: {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}): ReactNode {
  if (isBot) {
    return (
      <span className="avatar avatar-bot" aria-hidden>
        <Icon name="key" />
      </span>
    );
  }
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32))
    .join('');
  return (
    <span className="avatar" style={{ '--hue': hueOf(id) }} aria-hidden>
      {initials}
    </span>
  );
}

function hueOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (hash * 47) % 360;
}
