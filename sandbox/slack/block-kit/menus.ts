import { z } from 'zod';
import { ChoiceOption, SelectOption, SelectOptionGroup } from './composition.js';
import { actionable, confirmable, focusable, multi, select } from './traits.js';

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
/** Not in sections. */
export const DateTimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...actionable,
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

/** Everything to choose from that may stand in a section, an actions block and an input. */
export const MENUS = [
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
