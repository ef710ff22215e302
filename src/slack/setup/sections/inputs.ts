import type { InputBlock } from '@slack/types';
import { plain } from '../../view/blocks.js';
import { optionOf } from '../../view/inputs.js';
import { type NumberField, numbers } from '../policy-fields.js';

interface NumberSpec {
  readonly id: NumberField;
  readonly label: string;
  readonly value: number | undefined;
  readonly hint?: string;
}

export function numberInput({ id, label, value, hint }: NumberSpec): InputBlock {
  const { least, most, optional } = numbers[id];
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    ...(hint !== undefined && { hint: plain(hint) }),
    ...(optional && { optional }),
    element: {
      type: 'number_input',
      action_id: id,
      is_decimal_allowed: false,
      min_value: String(least),
      max_value: String(most),
      ...(value !== undefined && { initial_value: String(value) }),
    },
  };
}

interface TickSpec {
  readonly id: string;
  readonly label: string;
  /** What is said beside the box. */
  readonly says: string;
  readonly ticked: boolean;
}

export function tick({ id, label, says, ticked }: TickSpec): InputBlock {
  const only = optionOf({ value: 'yes', text: says });
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    optional: true,
    element: {
      type: 'checkboxes',
      action_id: id,
      options: [only],
      ...(ticked && { initial_options: [only] }),
    },
  };
}

/** What is chosen in a select of one: nothing, or that. */
export const chosenOne = (one: string | undefined): readonly string[] => (one === undefined ? [] : [one]);
