import { memo, type ReactNode, useMemo } from 'react';
import type { WireBlock } from '../../../slack/wire/wire.js';
import { ImageElement } from '../element/image-element.js';
import { SlackText } from '../text/slack-text.js';
import { ActionsBlock } from './actions-block.js';
import { AlertBlock } from './alert-block.js';
import { DrawableBlock } from './block-schema.js';
import { CardBlock } from './card-block.js';
import { ContextBlock } from './context-block.js';
import { DataTableBlock } from './data-table-block.js';
import { InputBlock } from './input-block.js';
import { LibraryBlock } from './library-block.js';
import { RichText } from './rich-text.js';
import { SectionBlock } from './section-block.js';
import { TableBlock } from './table-block.js';
import { UnknownBlock } from './unknown-block.js';

/** The blocks of a message or view, in order. */
export function Blocks({ blocks }: { readonly blocks: readonly WireBlock[] }): ReactNode {
  return (
    <div className="blocks">
      {blocks.map((block) => (
        <Block key={block.block_id} json={block} />
      ))}
    </div>
  );
}

const Block = memo(function Block({ json }: { readonly json: WireBlock }): ReactNode {
  const parsed = useMemo(() => DrawableBlock.safeParse(json), [json]);
  if (!parsed.success) return <UnknownBlock json={json} what="block" />;
  const block = parsed.data;
  const blockId = json.block_id;
  switch (block.type) {
    case 'section':
      return <SectionBlock blockId={blockId} block={block} />;
    case 'actions':
      return <ActionsBlock blockId={blockId} block={block} />;
    case 'context':
      return <ContextBlock block={block} />;
    case 'header':
      return (
        <h3 className="header-block">
          <SlackText text={block.text} />
        </h3>
      );
    case 'divider':
      return <hr />;
    case 'image':
      return <ImageElement element={block} />;
    case 'alert':
      return <AlertBlock block={block} />;
    case 'card':
      return <CardBlock blockId={blockId} block={block} />;
    case 'input':
      return <InputBlock blockId={blockId} block={block} />;
    case 'markdown':
      return <LibraryBlock block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'table':
      return <TableBlock block={block} />;
    case 'data_table':
      return <DataTableBlock block={block} />;
  }
});
