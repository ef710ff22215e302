import type { ReactNode } from 'react';
import type { Cell } from './block-schema.js';
import { RichText } from './rich-text.js';

export function TableCell({ cell }: { readonly cell: Cell }): ReactNode {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : cell.text;
}
