import type { ReactNode } from 'react';
import { withEmoji } from '../text/emoji.js';
import { words } from '../words/words.js';
import { Menu } from '../widget/menu.js';
import type { ElementProps } from './element.js';
import type { OverflowElement as Overflow } from './element-schema.js';
import { usePress } from './use-element.js';

export function OverflowElement({ blockId, element }: ElementProps<Overflow>): ReactNode {
  const { pick } = usePress(blockId, element);
  return (
    <Menu
      name={words.block.more}
      face="⋯"
      items={element.options.map((option) => ({
        key: option.value,
        text: withEmoji(option.text.text),
        onChoose: () => {
          if (option.url !== undefined) window.open(option.url, '_blank', 'noreferrer');
          void pick(option.value);
        },
      }))}
    />
  );
}
