import type { InputBlock, PlainTextOption } from '@slack/types';
import { searchable } from '../../core/model/legible-text.js';
import { cut, plain } from './blocks.js';

/** Slack's limits: options of a select, and characters of an option's value. */
const OPTIONS_LIMIT = 100;
const OPTION_VALUE_LIMIT = 150;

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export const optionOf = ({ value, text }: Choice): PlainTextOption => ({
  text: plain(cut(text, 75)),
  value,
});

/** The choices that a select can carry. */
const selectable = (choices: readonly Choice[]): readonly Choice[] =>
  choices.filter(({ value }) => value.length <= OPTION_VALUE_LIMIT);

/** What is offered for what was typed into a select whose choices are too many to carry. */
export function optionsFor(choices: readonly Choice[], query: string): readonly PlainTextOption[] {
  const wanted = searchable(query);
  return selectable(choices)
    .filter(({ text }) => searchable(text).includes(wanted))
    .slice(0, OPTIONS_LIMIT)
    .map(optionOf);
}

export interface SelectSpec {
  readonly label: string;
  /** The id of the block and the element, and of the typeahead when there are too many choices. */
  readonly id: string;
  readonly choices: readonly Choice[];
  readonly chosen?: readonly string[];
  readonly hint?: string;
  readonly optional?: boolean;
}

const around = ({ label, id, hint, optional }: SelectSpec) => ({
  type: 'input' as const,
  block_id: id,
  label: plain(label),
  ...(hint !== undefined && { hint: plain(hint) }),
  ...(optional === true && { optional: true }),
});

/** Several of these choices; they are found by typing where Slack cannot carry all of them. */
export function severalOf(spec: SelectSpec): InputBlock {
  const choices = selectable(spec.choices);
  const chosen = (spec.chosen ?? []).map(
    (value) => choices.find((choice) => choice.value === value) ?? { value, text: value },
  );
  const offered = [...choices, ...chosen.filter((one) => !choices.includes(one))];
  const initial = chosen.length === 0 ? {} : { initial_options: chosen.map(optionOf) };
  const carried = offered.length > 0 && offered.length <= OPTIONS_LIMIT;
  return {
    ...around(spec),
    element: carried
      ? {
          type: 'multi_static_select',
          action_id: spec.id,
          options: offered.map(optionOf),
          ...initial,
        }
      : { type: 'multi_external_select', action_id: spec.id, min_query_length: 0, ...initial },
  };
}

/** One of these choices, or none where it is optional. */
export function oneOf(spec: SelectSpec): InputBlock {
  const choices = selectable(spec.choices);
  const chosen = choices.find(({ value }) => value === spec.chosen?.[0]);
  const initial = chosen === undefined ? {} : { initial_option: optionOf(chosen) };
  const carried = choices.length > 0 && choices.length <= OPTIONS_LIMIT;
  return {
    ...around(spec),
    element: carried
      ? { type: 'static_select', action_id: spec.id, options: choices.map(optionOf), ...initial }
      : { type: 'external_select', action_id: spec.id, min_query_length: 0, ...initial },
  };
}

/** Anybody of the workspace, as Slack offers them. */
export function personInput(spec: Omit<SelectSpec, 'choices'>): InputBlock {
  const initial = spec.chosen?.[0];
  return {
    ...around({ ...spec, choices: [] }),
    element: {
      type: 'users_select',
      action_id: spec.id,
      ...(initial !== undefined && { initial_user: initial }),
    },
  };
}

/** A day, chosen from a calendar. */
export function dateInput({
  chosen,
  ...spec
}: Omit<SelectSpec, 'choices' | 'chosen'> & { readonly chosen?: string }): InputBlock {
  return {
    ...around({ ...spec, choices: [] }),
    element: {
      type: 'datepicker',
      action_id: spec.id,
      ...(chosen !== undefined && { initial_date: chosen }),
    },
  };
}

export function peopleInput(spec: Omit<SelectSpec, 'choices'>): InputBlock {
  const initial = spec.chosen ?? [];
  return {
    ...around({ ...spec, choices: [] }),
    element: {
      type: 'multi_users_select',
      action_id: spec.id,
      ...(initial.length > 0 && { initial_users: [...initial] }),
    },
  };
}

/** A channel, public or private. */
export function channelInput(spec: Omit<SelectSpec, 'choices'>): InputBlock {
  const initial = spec.chosen?.[0];
  return {
    ...around({ ...spec, choices: [] }),
    element: {
      type: 'conversations_select',
      action_id: spec.id,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(initial !== undefined && { initial_conversation: initial }),
    },
  };
}
