import type { ReactNode } from 'react';
import { withEmoji } from '../text/emoji.js';
import type { ElementProps } from './element.js';
import type { ButtonElement as Button } from './element-schema.js';
import { usePress } from './use-element.js';

export function ButtonElement({ blockId, element }: ElementProps<Button>): ReactNode {
  const { busy, press } = usePress(blockId, element);
  const text = element.text.emoji ? withEmoji(element.text.text) : element.text.text;
  const className = `button ${element.style ? `button-${element.style}` : ''}`;
  if (element.url !== undefined) {
    return (
      <a
        className={className}
        href={element.url}
        target="_blank"
        rel="noreferrer"
        aria-label={element.accessibility_label}
        onClick={() => void press()}
      >
        {text}
      </a>
    );
  }
  return (
    <button
      type="button"
      data-action={element.action_id}
      className={className}
      aria-label={element.accessibility_label}
      aria-busy={busy}
      onClick={() => void press()}
    >
      {text}
    </button>
  );
}
