import { z } from 'zod';
import {
  ActionId,
  ChoiceOption,
  Confirm,
  HttpUrl,
  Image,
  OverflowOption,
  plainText,
  SelectOption,
  SelectOptionGroup,
} from './composition.js';

const actionable = { action_id: ActionId };
const confirmable = { confirm: Confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholdable = { placeholder: plainText(150).optional() };
const dispatchable = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
    })
    .optional(),
};
const select = { ...actionable, ...confirmable, ...focusable, ...placeholdable };
const multi = { max_selected_items: z.int().min(1).optional() };

export const Button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  ...confirmable,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: HttpUrl.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});
export type Button = z.infer<typeof Button>;

const Overflow = z.strictObject({
  type: z.literal('overflow'),
  ...actionable,
  ...confirmable,
  options: z.array(OverflowOption).min(1).max(5),
});

type WithOptions = {
  options?: readonly { value: string }[] | undefined;
  option_groups?: readonly { options: readonly { value: string }[] }[] | undefined;
};

/** Every option of a select, grouped or not. */
export const allOptions = <Option extends { value: string }>(element: {
  options?: readonly Option[] | undefined;
  option_groups?: readonly { options: readonly Option[] }[] | undefined;
}): readonly Option[] => element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

const offers = (element: WithOptions, chosen: readonly { value: string }[]): boolean =>
  chosen.every((one) => allOptions(element).some((option) => option.value === one.value));

const ONE_LIST = { message: 'must have either options or option_groups' };
const INITIAL = { message: 'initial option must be one of the options' };
const hasOneList = (element: WithOptions): boolean =>
  (element.options === undefined) !== (element.option_groups === undefined);

const staticOptions = {
  options: z.array(SelectOption).min(1).max(100).optional(),
  option_groups: z.array(SelectOptionGroup).min(1).max(100).optional(),
};

const StaticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...select,
    ...staticOptions,
    initial_option: SelectOption.optional(),
  })
  .refine(hasOneList, ONE_LIST)
  .refine((it) => it.initial_option === undefined || offers(it, [it.initial_option]), INITIAL);

const MultiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...select,
    ...multi,
    ...staticOptions,
    initial_options: z.array(SelectOption).min(1).optional(),
  })
  .refine(hasOneList, ONE_LIST)
  .refine((it) => offers(it, it.initial_options ?? []), INITIAL);

const minQuery = { min_query_length: z.int().min(0).optional() };
const ExternalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...select,
  ...minQuery,
  initial_option: SelectOption.optional(),
});
const MultiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...select,
  ...multi,
  ...minQuery,
  initial_options: z.array(SelectOption).min(1).optional(),
});

const UserId = z.string().regex(/^[UW][A-Z0-9]+$/);
const ChannelId = z.string().regex(/^[CGD][A-Z0-9]+$/);

const UsersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...select,
  initial_user: UserId.optional(),
});
const MultiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...select,
  ...multi,
  initial_users: z.array(UserId).min(1).optional(),
});

const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .refine((filter) => Object.keys(filter).length > 0, { message: 'must have at least one property' })
    .optional(),
};
const respondable = { response_url_enabled: z.boolean().optional() };
const ConversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...select,
  ...conversations,
  ...respondable,
  initial_conversation: ChannelId.optional(),
});
const MultiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...select,
  ...multi,
  ...conversations,
  initial_conversations: z.array(ChannelId).min(1).optional(),
});
const ChannelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...select,
  ...respondable,
  initial_channel: ChannelId.optional(),
});
const MultiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...select,
  ...multi,
  initial_channels: z.array(ChannelId).min(1).optional(),
});

const choices = {
  ...actionable,
  ...confirmable,
  ...focusable,
  options: z.array(ChoiceOption).min(1).max(10),
};
const Checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...choices,
    initial_options: z.array(ChoiceOption).min(1).optional(),
  })
  .refine((it) => offers(it, it.initial_options ?? []), INITIAL);
const RadioButtons = z
  .strictObject({ type: z.literal('radio_buttons'), ...choices, initial_option: ChoiceOption.optional() })
  .refine((it) => it.initial_option === undefined || offers(it, [it.initial_option]), INITIAL);

const Datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...select,
  initial_date: z.iso.date().optional(),
});
const Timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...select,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  timezone: z.string().optional(),
});
const DateTimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...actionable,
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const typed = { ...actionable, ...focusable, ...placeholdable, ...dispatchable };
const PlainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine((it) => (it.min_length ?? 0) <= (it.max_length ?? 3000), {
    message: 'min_length must not be above max_length',
  })
  .refine((it) => (it.initial_value ?? '').length <= (it.max_length ?? 3000), {
    message: 'initial_value must not be longer than max_length',
  });
const EmailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const UrlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const NumericText = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number');
const NumberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: NumericText.optional(),
  min_value: NumericText.optional(),
  max_value: NumericText.optional(),
});

const MENUS = [
  StaticSelect,
  MultiStaticSelect,
  ExternalSelect,
  MultiExternalSelect,
  UsersSelect,
  MultiUsersSelect,
  ConversationsSelect,
  MultiConversationsSelect,
  ChannelsSelect,
  MultiChannelsSelect,
  Checkboxes,
  RadioButtons,
  Datepicker,
  Timepicker,
] as const;

export const SectionAccessory = z.discriminatedUnion('type', [Button, Overflow, Image, ...MENUS]);
export const ActionsElement = z.discriminatedUnion('type', [Button, Overflow, DateTimepicker, ...MENUS]);
export const InputElement = z.discriminatedUnion('type', [
  PlainTextInput,
  EmailInput,
  UrlInput,
  NumberInput,
  DateTimepicker,
  ...MENUS,
]);

export type InputElement = z.infer<typeof InputElement>;
/** Everything that a person can press, choose in or type into. */
export type Element = Exclude<
  z.infer<typeof SectionAccessory> | z.infer<typeof ActionsElement> | InputElement,
  { type: 'image' }
>;
/** An element that keeps a value; buttons and overflow menus do not. */
export type StatefulElement = Exclude<Element, { type: 'button' | 'overflow' }>;
