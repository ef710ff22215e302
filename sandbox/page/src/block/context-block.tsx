import type { ReactNode } from 'react';
import { ImageElement } from '../element/image-element.js';
import { SlackText } from '../text/slack-text.js';
import type { ContextBlock as Context } from './block-schema.js';

export function ContextBlock({ block }: { readonly block: Context }): ReactNode {
  return (
    <div className="context-block">
      {block.elements.map((element, index) => (
        <span key={index}>
          {element.type === 'image' ? <ImageElement element={element} /> : <SlackText text={element} />}
        </span>
      ))}
    </div>
  );
}
