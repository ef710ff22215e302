import { type ReactNode, useId } from 'react';
import { UncheckedElement } from '../element/element.js';
import { SlackText } from '../text/slack-text.js';
import type { SectionBlock as Section } from './block-schema.js';

export function SectionBlock({
  blockId,
  block,
}: {
  readonly blockId: string;
  readonly block: Section;
}): ReactNode {
  const id = useId();
  return (
    <div className="section-block">
      <div className="section-body">
        {block.text && (
          <div className="section-text">
            <SlackText text={block.text} />
          </div>
        )}
        {block.fields && (
          <div className="section-fields">
            {block.fields.map((field, index) => (
              <div key={index}>
                <SlackText text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory !== undefined && (
        <div className="section-accessory">
          <UncheckedElement blockId={blockId} json={block.accessory} id={id} beside={block.text?.text} />
        </div>
      )}
    </div>
  );
}
