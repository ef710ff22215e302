import type { ReactNode } from 'react';
import { LibraryBlock } from './library-block.js';
import { isRichText } from './rich-text-schema.js';
import { UnknownBlock } from './unknown-block.js';

export function RichText({ block }: { readonly block: unknown }): ReactNode {
  return isRichText(block) ? <LibraryBlock block={block} /> : <UnknownBlock json={block} what="block" />;
}
