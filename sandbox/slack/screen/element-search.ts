import type { Reader } from '../block-kit/mrkdwn.js';
import { elementsIn, type PlacedBlock, type PlacedElement, type PlacedState } from '../block-kit/placed.js';
import { readText, textOf } from '../block-kit/text-of.js';
import { ownOptions } from './element-values.js';
import type { Surface } from '../wire/payloads.js';
import type { Place } from '../wire/wire.js';

/** An element that was found by its words. */
export interface Found<Placed extends PlacedElement = PlacedElement> {
  readonly place: Place;
  readonly surface: Surface;
  readonly placed: Placed;
  /** The value of the overflow entry or option that the words name. */
  readonly value?: string;
}

export const placeOf = (surface: Surface): Place =>
  surface.kind === 'view'
    ? { kind: 'view', viewId: surface.view.id }
    : { kind: 'message', channelId: surface.channel.id, ts: surface.message.ts };

export const blocksOf = (surface: Surface): readonly PlacedBlock[] =>
  surface.kind === 'view' ? surface.view.blocks : surface.message.blocks;

/** What stands around a block: from after the last block with elements to the block itself. */
const surroundings = (blocks: readonly PlacedBlock[], blockId: string, reader: Reader): string => {
  const at = blocks.findIndex((block) => block.block_id === blockId);
  const before = blocks.slice(0, at).findLastIndex((block) => elementsIn([block]).length > 0);
  return textOf(blocks.slice(before + 1, at + 1), reader);
};

/** Buttons and overflow entries that say `label`, those near a text `near` only. */
export const findButtons = (
  surface: Surface,
  label: string,
  near: string | undefined,
  reader: Reader,
): readonly Found[] => {
  const blocks = blocksOf(surface);
  const place = placeOf(surface);
  return elementsIn(blocks)
    .filter(({ blockId }) => near === undefined || surroundings(blocks, blockId, reader).includes(near))
    .flatMap((placed): Found[] => {
      const { element } = placed;
      if (element.type === 'button') return element.text.text === label ? [{ place, surface, placed }] : [];
      if (element.type !== 'overflow') return [];
      const entry = element.options.find((option) => option.text.text === label);
      return entry === undefined ? [] : [{ place, surface, placed, value: entry.value }];
    });
};

export const buttonLabels = (surface: Surface): readonly string[] =>
  elementsIn(blocksOf(surface)).flatMap(({ element }) =>
    element.type === 'button'
      ? [element.text.text]
      : element.type === 'overflow'
        ? element.options.map((option) => option.text.text)
        : [],
  );

/** What a field is called: its label, the text beside it, or its placeholder. */
export const labelOf = (surface: Surface, placed: PlacedState, reader: Reader): string => {
  if (placed.input !== undefined) return placed.input.label.text;
  const block = blocksOf(surface).find((one) => one.block_id === placed.blockId);
  const beside = block?.type === 'section' ? readText(block.text, reader) : '';
  const { element } = placed;
  const placeholder = 'placeholder' in element ? (element.placeholder?.text ?? '') : '';
  return `${beside} ${placeholder}`.trim();
};

const isStateful = (placed: PlacedElement): placed is PlacedState =>
  placed.element.type !== 'button' && placed.element.type !== 'overflow';

/** Every field of a message or view. */
export const fieldsOf = (surface: Surface): readonly Found<PlacedState>[] =>
  elementsIn(blocksOf(surface))
    .filter(isStateful)
    .map((placed) => ({ place: placeOf(surface), surface, placed }));

/** The value of a field's own option that says `text`, exactly or else in part. */
export const ownOptionValue = (placed: PlacedState, text: string, reader: Reader): string | undefined => {
  const options = ownOptions(placed.element).map((option) => ({
    words: readText(option.text, reader),
    value: option.value,
  }));
  return (
    options.find((option) => option.words === text) ?? options.find((option) => option.words.includes(text))
  )?.value;
};
