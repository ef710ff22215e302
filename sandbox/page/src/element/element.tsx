import { type ReactNode, useMemo } from 'react';
import { UnknownBlock } from '../block/unknown-block.js';
import { ButtonElement } from './button-element.js';
import { ChoiceElement } from './choice-element.js';
import { type Element as DrawableElement, ElementSchema } from './element-schema.js';
import { ImageElement } from './image-element.js';
import { OverflowElement } from './overflow-element.js';
import { PickerElement } from './picker-element.js';
import { SearchSelectElement } from './search-select-element.js';
import { SelectElement } from './select-element.js';
import { TextInputElement } from './text-input-element.js';

/** How an element is named and described to a screen reader, by its input block or by what stands beside it. */
export interface Labelling {
  /** The id that a `<label for>` points at. */
  readonly id: string;
  /** `undefined` where a `<label>` names the element. */
  readonly name: string | undefined;
  readonly labelId: string | undefined;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly required: boolean;
}

export interface ElementProps<E> {
  readonly blockId: string;
  readonly element: E;
  readonly labelling: Labelling;
  readonly dispatches: boolean;
}

/** One element of a block, from the bot's JSON. */
export function UncheckedElement({
  blockId,
  json,
  id,
  beside,
}: {
  readonly blockId: string;
  readonly json: unknown;
  readonly id: string;
  /** The text beside it, which names it when it has no text itself. */
  readonly beside?: string | undefined;
}): ReactNode {
  const parsed = useMemo(() => ElementSchema.safeParse(json), [json]);
  if (!parsed.success) return <UnknownBlock json={json} what="element" />;
  const element = parsed.data;
  const ownName = 'placeholder' in element ? element.placeholder?.text : undefined;
  const labelling: Labelling = {
    id,
    name: ownName ?? beside ?? element.type.replaceAll('_', ' '),
    labelId: undefined,
    describedBy: undefined,
    invalid: false,
    required: false,
  };
  return <Element blockId={blockId} element={element} labelling={labelling} dispatches />;
}

export function Element(props: ElementProps<DrawableElement>): ReactNode {
  const { element } = props;
  switch (element.type) {
    case 'button':
      return <ButtonElement {...props} element={element} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInputElement {...props} element={element} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <PickerElement {...props} element={element} />;
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return <SelectElement {...props} element={element} />;
    case 'external_select':
    case 'multi_external_select':
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return <SearchSelectElement {...props} element={element} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <ChoiceElement {...props} element={element} />;
    case 'overflow':
      return <OverflowElement {...props} element={element} />;
    case 'image':
      return <ImageElement element={element} />;
  }
}
