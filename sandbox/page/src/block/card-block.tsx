import { type ReactNode, useId } from 'react';
import { UncheckedElement } from '../element/element.js';
import { ImageElement } from '../element/image-element.js';
import { SlackText } from '../text/slack-text.js';
import type { CardBlock as Card } from './block-schema.js';

export function CardBlock({ blockId, block }: { readonly blockId: string; readonly block: Card }): ReactNode {
  const id = useId();
  const { hero_image: hero, icon, title, subtitle, body, subtext } = block;
  return (
    <div className="card-block">
      {hero && <ImageElement element={hero} />}
      {icon && <ImageElement element={icon} />}
      {title && (
        <strong>
          <SlackText text={title} />
        </strong>
      )}
      {subtitle && (
        <small>
          <SlackText text={subtitle} />
        </small>
      )}
      {body && (
        <div>
          <SlackText text={body} />
        </div>
      )}
      {subtext && (
        <small>
          <SlackText text={subtext} />
        </small>
      )}
      {block.actions.length > 0 && (
        <div className="actions-block">
          {block.actions.map((action, index) => (
            <UncheckedElement key={index} blockId={blockId} json={action} id={`${id}-${index}`} />
          ))}
        </div>
      )}
    </div>
  );
}
