import { type ReactNode, useId } from 'react';
import { UncheckedElement } from '../element/element.js';
import type { ActionsBlock as Actions } from './block-schema.js';

export function ActionsBlock({
  blockId,
  block,
}: {
  readonly blockId: string;
  readonly block: Actions;
}): ReactNode {
  const id = useId();
  return (
    <div className="actions-block">
      {block.elements.map((element, index) => (
        <UncheckedElement key={index} blockId={blockId} json={element} id={`${id}-${index}`} />
      ))}
    </div>
  );
}
