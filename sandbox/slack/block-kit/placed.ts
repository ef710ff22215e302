import type { Block } from './blocks.js';
import type { Element, StatefulElement } from './elements.js';

/** A block that stands in a message or view: Slack has given it a `block_id` where the bot did not. */
export type PlacedBlock = Block & { block_id: string };

/** An element where it stands. */
export interface PlacedElement {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Element;
  /** The input block around it. */
  readonly input: Extract<Block, { type: 'input' }> | undefined;
  /** Using it tells the bot at once. */
  readonly dispatches: boolean;
}

export interface PlacedState extends PlacedElement {
  readonly element: StatefulElement;
}

const elementsOf = (block: Block): readonly Element[] => {
  if (block.type === 'actions') return block.elements;
  if (block.type === 'input') return [block.element];
  if (block.type === 'card') return block.actions ?? [];
  return block.type === 'section' && block.accessory !== undefined && block.accessory.type !== 'image'
    ? [block.accessory]
    : [];
};

/** Every element of `blocks`, in order. */
export const elementsIn = (blocks: readonly Block[]): readonly PlacedElement[] =>
  blocks.flatMap((block) =>
    elementsOf(block).map((element) => ({
      blockId: block.block_id ?? '',
      actionId: element.action_id ?? '',
      element,
      input: block.type === 'input' ? block : undefined,
      dispatches: block.type !== 'input' || block.dispatch_action === true,
    })),
  );

const isStateful = (placed: PlacedElement): placed is PlacedState =>
  placed.element.type !== 'button' && placed.element.type !== 'overflow';

/** The elements that keep a value. */
export const statefulIn = (blocks: readonly Block[]): readonly PlacedState[] =>
  elementsIn(blocks).filter(isStateful);

/** Gives every block and element the id that the bot left out. */
export const place = (blocks: readonly Block[], newId: () => string): PlacedBlock[] =>
  structuredClone([...blocks]).map((block) => {
    for (const element of elementsOf(block)) element.action_id ??= newId();
    return { ...block, block_id: block.block_id ?? newId() };
  });
