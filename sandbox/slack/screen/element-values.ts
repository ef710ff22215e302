import type { Block } from '../block-kit/blocks.js';
import type { ChoiceOption, SelectOption } from '../block-kit/composition.js';
import type { StatefulElement } from '../block-kit/elements.js';
import { allOptions } from '../block-kit/menus.js';
import { type PlacedState, statefulIn } from '../block-kit/placed.js';
import type { ElementValue, JsonObject, WireOption } from '../wire/wire.js';

type Value = ElementValue['value'];
export type Values = readonly ElementValue[];

/** How Slack names a value of each type of element in `state.values`, and whether it is a list. */
const FIELDS = {
  plain_text_input: ['value', 'one'],
  email_text_input: ['value', 'one'],
  url_text_input: ['value', 'one'],
  number_input: ['value', 'one'],
  static_select: ['selected_option', 'option'],
  external_select: ['selected_option', 'option'],
  radio_buttons: ['selected_option', 'option'],
  multi_static_select: ['selected_options', 'options'],
  multi_external_select: ['selected_options', 'options'],
  checkboxes: ['selected_options', 'options'],
  users_select: ['selected_user', 'one'],
  multi_users_select: ['selected_users', 'many'],
  conversations_select: ['selected_conversation', 'one'],
  multi_conversations_select: ['selected_conversations', 'many'],
  channels_select: ['selected_channel', 'one'],
  multi_channels_select: ['selected_channels', 'many'],
  datepicker: ['selected_date', 'one'],
  timepicker: ['selected_time', 'one'],
  datetimepicker: ['selected_date_time', 'number'],
} as const satisfies Readonly<
  Record<StatefulElement['type'], readonly [string, 'one' | 'many' | 'option' | 'options' | 'number']>
>;

export const isList = (element: StatefulElement): boolean =>
  FIELDS[element.type][1] === 'many' || FIELDS[element.type][1] === 'options';

const toWire = (option: ChoiceOption): WireOption => ({
  text: option.text.text,
  value: option.value,
  ...(option.description === undefined ? {} : { description: option.description.text }),
});

export const wireOptions = (options: readonly (ChoiceOption | SelectOption)[]): readonly WireOption[] =>
  options.map(toWire);

/** The options that the element itself carries; an external select carries none. */
export const ownOptions = (element: StatefulElement): readonly (ChoiceOption | SelectOption)[] => {
  if (element.type === 'static_select' || element.type === 'multi_static_select') return allOptions(element);
  return element.type === 'checkboxes' || element.type === 'radio_buttons' ? element.options : [];
};

interface Initial {
  readonly value: Value;
  readonly chosen?: readonly WireOption[];
}

const initialOf = (element: StatefulElement): Initial => {
  if ('initial_value' in element) return { value: element.initial_value ?? null };
  if ('initial_option' in element && element.initial_option !== undefined) {
    return { value: element.initial_option.value, chosen: [toWire(element.initial_option)] };
  }
  if ('initial_options' in element && element.initial_options !== undefined) {
    return {
      value: element.initial_options.map((option) => option.value),
      chosen: wireOptions(element.initial_options),
    };
  }
  if ('initial_user' in element) return { value: element.initial_user ?? null };
  if ('initial_users' in element) return { value: element.initial_users ?? [] };
  if ('initial_conversation' in element) return { value: element.initial_conversation ?? null };
  if ('initial_conversations' in element) return { value: element.initial_conversations ?? [] };
  if ('initial_channel' in element) return { value: element.initial_channel ?? null };
  if ('initial_channels' in element) return { value: element.initial_channels ?? [] };
  if ('initial_date' in element) return { value: element.initial_date ?? null };
  if ('initial_time' in element) return { value: element.initial_time ?? null };
  if ('initial_date_time' in element) {
    return { value: element.initial_date_time === undefined ? null : String(element.initial_date_time) };
  }
  return { value: isList(element) ? [] : null };
};

const isStillOffered = (element: StatefulElement, value: Value): boolean => {
  const options = ownOptions(element);
  if (options.length === 0) return true;
  return [value ?? []].flat().every((one) => options.some((option) => option.value === one));
};

/**
 * The values of `blocks`' elements: what stood before where `block_id`, `action_id` and type are unchanged,
 * the initial value elsewhere.
 */
export const valuesOf = (
  blocks: readonly Block[],
  before: { readonly blocks: readonly Block[]; readonly values: Values } = { blocks: [], values: [] },
): Values => {
  const typesBefore = new Map(
    statefulIn(before.blocks).map((placed) => [`${placed.blockId}/${placed.actionId}`, placed.element.type]),
  );
  return statefulIn(blocks).map((placed) => {
    const { blockId, actionId, element } = placed;
    const kept = find(before.values, placed);
    const isSame = typesBefore.get(`${blockId}/${actionId}`) === element.type;
    return kept !== undefined && isSame && isStillOffered(element, kept.value)
      ? kept
      : { blockId, actionId, ...initialOf(element) };
  });
};

const find = (
  values: Values,
  at: { readonly blockId: string; readonly actionId: string },
): ElementValue | undefined =>
  values.find((one) => one.blockId === at.blockId && one.actionId === at.actionId);

const selectedOption = (placed: PlacedState, value: ElementValue, chosen: string): JsonObject => {
  const own = ownOptions(placed.element).find((option) => option.value === chosen);
  if (own !== undefined) return { ...own };
  const loaded = value.chosen?.find((option) => option.value === chosen);
  return { text: { type: 'plain_text', text: loaded?.text ?? chosen, emoji: true }, value: chosen };
};

const listOf = (value: Value): readonly string[] =>
  value === null ? [] : typeof value === 'string' ? [value] : value;

/** One element's value in Slack's words: `{ type, selected_option }` and the like. */
export const stateOf = (placed: PlacedState, values: Values): JsonObject => {
  const { type } = placed.element;
  const [field, shape] = FIELDS[type];
  const value = find(values, placed) ?? { blockId: placed.blockId, actionId: placed.actionId, value: null };
  const list = listOf(value.value);
  const first = list[0];
  const shaped =
    shape === 'many'
      ? list
      : shape === 'options'
        ? list.map((one) => selectedOption(placed, value, one))
        : first === undefined
          ? null
          : shape === 'option'
            ? selectedOption(placed, value, first)
            : shape === 'number'
              ? Number(first)
              : first;
  return { type, [field]: shaped };
};

/** `state.values` of a message or view. */
export const stateValues = (blocks: readonly Block[], values: Values): JsonObject => {
  const state: Record<string, Record<string, JsonObject>> = {};
  for (const placed of statefulIn(blocks)) {
    state[placed.blockId] = { ...state[placed.blockId], [placed.actionId]: stateOf(placed, values) };
  }
  return state;
};

/** `values` with the given ones in their places. */
export const withValues = (values: Values, changed: Values): Values =>
  values.map((one) => find(changed, one) ?? one);

/** What Slack itself says under a field before a form is sent; `undefined` where it has nothing to say. */
export const complaint = (placed: PlacedState, values: Values): string | undefined => {
  const value = find(values, placed)?.value ?? null;
  const text = listOf(value).join(',');
  if (text === '')
    return placed.input?.optional === true ? undefined : 'Please complete this required field.';
  const { element } = placed;
  if (element.type === 'plain_text_input') {
    if (text.length < (element.min_length ?? 0))
      return `Please enter at least ${element.min_length} characters.`;
    const most = element.max_length ?? 3000;
    if (text.length > most) return `Must be less than ${most + 1} characters.`;
  }
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text))
    return 'Please enter a valid email address.';
  if (element.type === 'url_text_input' && !/^https?:\/\/\S+$/.test(text)) return 'Please enter a valid URL.';
  if (element.type === 'number_input') {
    const number = Number(text);
    if (Number.isNaN(number)) return 'Please enter a number.';
    const { min_value: least, max_value: most } = element;
    if (number < Number(least ?? '-Infinity') || number > Number(most ?? 'Infinity')) {
      if (most === undefined) return `Please enter a number of ${least} or more.`;
      if (least === undefined) return `Please enter a number of ${most} or less.`;
      return `Please enter a number from ${least} to ${most}.`;
    }
  }
  return undefined;
};
