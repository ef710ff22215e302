import { z } from 'zod';
import { PlainText, TextObject } from './text-object.js';

const Confirm = z.object({
  title: PlainText,
  text: TextObject,
  confirm: PlainText,
  deny: PlainText,
  style: z.enum(['primary', 'danger']).optional(),
});
export type Confirm = z.infer<typeof Confirm>;

const Option = z.object({
  text: TextObject,
  value: z.string().default(''),
  description: TextObject.optional(),
  url: z.string().optional(),
});
export type Option = z.infer<typeof Option>;

const Group = z.object({ label: PlainText, options: z.array(Option) });

const interactive = {
  action_id: z.string(),
  confirm: Confirm.optional(),
  focus_on_load: z.boolean().default(false),
};
const placeholder = PlainText.optional();
const manyAtMost = z.number().int().min(1).optional();

const Button = z.object({
  ...interactive,
  type: z.literal('button'),
  text: PlainText,
  url: z.string().optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().optional(),
});
export type ButtonElement = z.infer<typeof Button>;

const TextInput = z.object({
  ...interactive,
  type: z.enum(['plain_text_input', 'email_text_input', 'url_text_input', 'number_input']),
  placeholder,
  initial_value: z.string().optional(),
  multiline: z.boolean().default(false),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
  dispatch_action_config: z
    .object({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).optional() })
    .optional(),
});
export type TextInputElement = z.infer<typeof TextInput>;

const Picker = z.object({
  ...interactive,
  type: z.enum(['datepicker', 'timepicker', 'datetimepicker']),
  placeholder,
  initial_date: z.string().optional(),
  initial_time: z.string().optional(),
  /** Seconds since 1970. */
  initial_date_time: z.number().optional(),
});
export type PickerElement = z.infer<typeof Picker>;

const listed = { options: z.array(Option).default([]), option_groups: z.array(Group).default([]) };

const StaticSelect = z.object({
  ...interactive,
  ...listed,
  type: z.literal('static_select'),
  placeholder,
  initial_option: Option.optional(),
});

const MultiStaticSelect = z.object({
  ...interactive,
  ...listed,
  type: z.literal('multi_static_select'),
  placeholder,
  initial_options: z.array(Option).optional(),
  max_selected_items: manyAtMost,
});

const ExternalSelect = z.object({
  ...interactive,
  type: z.literal('external_select'),
  placeholder,
  initial_option: Option.optional(),
  min_query_length: z.number().int().min(0).default(3),
});

const MultiExternalSelect = z.object({
  ...interactive,
  type: z.literal('multi_external_select'),
  placeholder,
  initial_options: z.array(Option).optional(),
  min_query_length: z.number().int().min(0).default(3),
  max_selected_items: manyAtMost,
});

const WorkspaceSelect = z.object({
  ...interactive,
  type: z.enum(['users_select', 'conversations_select', 'channels_select']),
  placeholder,
  initial_user: z.string().optional(),
  initial_conversation: z.string().optional(),
  initial_channel: z.string().optional(),
  filter: z
    .object({
      include: z.array(z.enum(['im', 'mpim', 'private', 'public'])).optional(),
      exclude_bot_users: z.boolean().default(false),
      exclude_external_shared_channels: z.boolean().default(false),
    })
    .optional(),
});

const MultiWorkspaceSelect = z.object({
  ...interactive,
  type: z.enum(['multi_users_select', 'multi_conversations_select', 'multi_channels_select']),
  placeholder,
  initial_users: z.array(z.string()).optional(),
  initial_conversations: z.array(z.string()).optional(),
  initial_channels: z.array(z.string()).optional(),
  filter: WorkspaceSelect.shape.filter,
  max_selected_items: manyAtMost,
});

const Checkboxes = z.object({
  ...interactive,
  type: z.literal('checkboxes'),
  options: z.array(Option),
  initial_options: z.array(Option).optional(),
});
export type CheckboxesElement = z.infer<typeof Checkboxes>;

const RadioButtons = z.object({
  ...interactive,
  type: z.literal('radio_buttons'),
  options: z.array(Option),
  initial_option: Option.optional(),
});
export type RadioButtonsElement = z.infer<typeof RadioButtons>;

const Overflow = z.object({ ...interactive, type: z.literal('overflow'), options: z.array(Option) });
export type OverflowElement = z.infer<typeof Overflow>;

const Image = z.object({ type: z.literal('image'), image_url: z.string().optional(), alt_text: z.string() });

export const SingleSelectSchema = z.discriminatedUnion('type', [StaticSelect, WorkspaceSelect]);
/** One choice from a list that is known beforehand. */
export type SingleSelectElement = z.infer<typeof SingleSelectSchema>;

export const SearchSelectSchema = z.discriminatedUnion('type', [
  ExternalSelect,
  MultiExternalSelect,
  MultiStaticSelect,
  MultiWorkspaceSelect,
]);
/** Several choices, or choices that the bot is asked for. */
export type SearchSelectElement = z.infer<typeof SearchSelectSchema>;

/** The elements that the page draws; any other is shown as an `UnknownBlock`. */
export const ElementSchema = z.discriminatedUnion('type', [
  Button,
  TextInput,
  Picker,
  SingleSelectSchema,
  SearchSelectSchema,
  Checkboxes,
  RadioButtons,
  Overflow,
  Image,
]);
export type Element = z.infer<typeof ElementSchema>;

/** An element with a value that is kept. */
export type StatefulElement = Exclude<Element, { readonly type: 'button' | 'overflow' | 'image' }>;
