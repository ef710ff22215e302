import type { ElementValue, WireOption } from '../../../slack/wire/wire.js';
import type { Option, StatefulElement } from './element-schema.js';

/** What an element holds before anybody touches it, from its `initial_…` field. */
export function initialValue(blockId: string, element: StatefulElement): ElementValue {
  const here = { blockId, actionId: element.action_id };
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { ...here, value: element.initial_value ?? null };
    case 'datepicker':
    case 'timepicker':
      return { ...here, value: element.initial_date ?? element.initial_time ?? null };
    case 'datetimepicker':
      return { ...here, value: element.initial_date_time?.toString() ?? null };
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return {
        ...here,
        value: element.initial_user ?? element.initial_conversation ?? element.initial_channel ?? null,
      };
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return {
        ...here,
        value: element.initial_users ?? element.initial_conversations ?? element.initial_channels ?? [],
      };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return {
        ...here,
        value: element.initial_option?.value ?? null,
        chosen: element.initial_option ? [wireOption(element.initial_option)] : [],
      };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return {
        ...here,
        value: (element.initial_options ?? []).map((option) => option.value),
        chosen: (element.initial_options ?? []).map(wireOption),
      };
  }
}

export function wireOption(option: Option): WireOption {
  return {
    text: option.text.text,
    value: option.value,
    ...(option.description && { description: option.description.text }),
  };
}
