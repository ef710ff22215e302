import { type ReactNode, useId } from 'react';
import { Element, type Labelling } from '../element/element.js';
import { useSurface } from '../surface-context.js';
import { withEmoji } from '../text/emoji.js';
import { SlackText } from '../text/slack-text.js';
import { words } from '../words/words.js';
import type { InputBlock as Input } from './block-schema.js';

/** A labelled field, with its hint and with what is wrong in it. */
export function InputBlock({
  blockId,
  block,
}: {
  readonly blockId: string;
  readonly block: Input;
}): ReactNode {
  const id = useId();
  const error = useSurface().errors[blockId];
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const labelId = `${id}-label`;
  const described = [error !== undefined && errorId, block.hint && hintId].filter(Boolean).join(' ');
  const isGroup = block.element.type === 'checkboxes' || block.element.type === 'radio_buttons';
  const labelling: Labelling = {
    id: `${id}-field`,
    name: undefined,
    labelId,
    describedBy: described === '' ? undefined : described,
    invalid: error !== undefined,
    required: !block.optional,
  };
  const label = withEmoji(block.label.text);
  return (
    <div className={error === undefined ? 'input-block' : 'input-block input-invalid'}>
      <div className="input-label">
        {isGroup ? (
          <span id={labelId}>{label}</span>
        ) : (
          <label id={labelId} htmlFor={labelling.id}>
            {label}
          </label>
        )}
        {block.optional && <small>{words.block.optional}</small>}
      </div>
      <Element
        blockId={blockId}
        element={block.element}
        labelling={labelling}
        dispatches={block.dispatch_action}
      />
      {error !== undefined && (
        <p id={errorId} className="input-error" role="alert">
          {error}
        </p>
      )}
      {block.hint && (
        <p id={hintId} className="input-hint">
          <SlackText text={block.hint} />
        </p>
      )}
    </div>
  );
}
