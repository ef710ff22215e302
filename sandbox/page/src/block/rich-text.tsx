import type { ReactNode } from 'react';
import type { RichTextBlock } from 'slack-blocks-to-jsx';
import { LibraryBlock } from './library-block.js';
import { Preformatted } from './preformatted.js';
import { isRichText } from './rich-text-schema.js';
import { UnknownBlock } from './unknown-block.js';

/** The library's drawing, except for preformatted text, which one wants to copy. */
export function RichText({ block }: { readonly block: unknown }): ReactNode {
  if (!isRichText(block)) return <UnknownBlock json={block} what="block" />;
  return partsOf(block).map((part, index) =>
    typeof part === 'string' ? (
      <Preformatted key={index} text={part} />
    ) : (
      <LibraryBlock key={index} block={part} />
    ),
  );
}

/** The block, parted at its preformatted texts; those with links or people in them stay the library's. */
function partsOf(block: RichTextBlock): readonly (RichTextBlock | string)[] {
  const parts: (RichTextBlock | string)[] = [];
  for (const element of block.elements) {
    const last = parts.at(-1);
    if (element.type === 'rich_text_preformatted' && element.elements.every(({ type }) => type === 'text')) {
      parts.push(element.elements.map((piece) => ('text' in piece ? piece.text : '')).join(''));
    } else if (last === undefined || typeof last === 'string') {
      parts.push({ ...block, elements: [element] });
    } else {
      parts[parts.length - 1] = { ...last, elements: [...last.elements, element] };
    }
  }
  return parts;
}
