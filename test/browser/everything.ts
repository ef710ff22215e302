const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });

/** Every block and element that a message can have. */
export const messageBlocks: readonly object[] = [
  { type: 'header', text: plain('A header') },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: 'A *section* with `code`, <@U0BEN>, <!subteam^S0DATATEAM> and <#C0GENERAL>',
    },
    fields: [plain('Left field'), { type: 'mrkdwn', text: '_Right_ field' }],
    accessory: {
      type: 'overflow',
      action_id: 'menu',
      options: [option('First entry'), option('Second entry')],
    },
  },
  { type: 'divider' },
  { type: 'context', elements: [plain('Some context'), { type: 'mrkdwn', text: '*bold* context' }] },
  { type: 'image', image_url: 'https://example.com/x.png', alt_text: 'A chart of costs' },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Rich ', style: { bold: true } },
          { type: 'user', user_id: 'U0CHLOE' },
          { type: 'link', url: 'https://example.com', text: 'a link' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'A list item' }] }],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'A quote' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'exactly *this*' }] },
    ],
  },
  { type: 'markdown', text: '**Markdown** it is' },
  {
    type: 'card',
    title: plain('A card'),
    subtitle: plain('its subtitle'),
    body: plain('its body'),
    actions: [{ type: 'button', action_id: 'card', text: plain('Card button') }],
  },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Service' },
        { type: 'raw_text', text: 'Cost' },
      ],
      [
        { type: 'raw_text', text: 'Compute' },
        { type: 'raw_number', text: '1,204.50', value: 1204.5 },
      ],
    ],
  },
  {
    type: 'data_table',
    caption: 'A table of data',
    page_size: 1,
    rows: [
      [
        { type: 'raw_text', text: 'Client' },
        { type: 'raw_text', text: 'Calls' },
      ],
      [
        { type: 'raw_text', text: 'nightly' },
        { type: 'raw_number', text: '7', value: 7 },
      ],
      [
        { type: 'raw_text', text: 'hourly' },
        { type: 'raw_number', text: '9', value: 9 },
      ],
    ],
  },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'plain', text: plain('Plain button') },
      {
        type: 'button',
        action_id: 'danger',
        style: 'danger',
        text: plain('Danger button'),
        confirm: {
          title: plain('Really?'),
          text: plain('It cannot be undone.'),
          confirm: plain('Yes, do it'),
          deny: plain('Keep it'),
        },
      },
      {
        type: 'static_select',
        action_id: 'static',
        placeholder: plain('Pick a fruit'),
        options: [option('Apple'), option('Pear')],
      },
      { type: 'users_select', action_id: 'user', placeholder: plain('Pick a person') },
      { type: 'channels_select', action_id: 'channel', placeholder: plain('Pick a channel') },
      { type: 'conversations_select', action_id: 'conversation', placeholder: plain('Pick a conversation') },
      { type: 'datepicker', action_id: 'date', placeholder: plain('Pick a date') },
      { type: 'timepicker', action_id: 'time', placeholder: plain('Pick a time') },
      {
        type: 'radio_buttons',
        action_id: 'radio',
        options: [option('Radio one'), option('Radio two')],
      },
    ],
  },
];

const input = (label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: label,
  label: plain(label),
  element: { action_id: 'it', ...element },
  optional: true,
  ...more,
});

/** Every element that a form can have. */
export const modal = {
  type: 'modal',
  callback_id: 'everything',
  title: plain('Everything'),
  submit: plain('Send'),
  close: plain('Not now'),
  blocks: [
    { type: 'alert', level: 'warning', text: plain('Mind the gap') },
    input('Text', { type: 'plain_text_input' }, { optional: false, hint: plain('A hint') }),
    input('Long text', { type: 'plain_text_input', multiline: true }),
    input('Email', { type: 'email_text_input' }),
    input('Address', { type: 'url_text_input' }),
    input('Number', { type: 'number_input', is_decimal_allowed: false }),
    input('Fruit', { type: 'static_select', options: [option('Apple'), option('Pear')] }),
    input('Fruits', { type: 'multi_static_select', options: [option('Apple'), option('Pear')] }),
    input('Found', { type: 'external_select', min_query_length: 1 }),
    input('People', { type: 'multi_users_select' }),
    input('Channels', { type: 'multi_channels_select' }),
    input('Conversations', { type: 'multi_conversations_select' }),
    input('Boxes', { type: 'checkboxes', options: [option('Box one'), option('Box two')] }),
    input('Radios', { type: 'radio_buttons', options: [option('Radio one'), option('Radio two')] }),
    input('Day', { type: 'datepicker' }),
    input('Hour', { type: 'timepicker' }),
    input('Moment', { type: 'datetimepicker' }),
  ],
};

export const pushed = {
  type: 'modal',
  title: plain('One more'),
  blocks: [{ type: 'section', text: plain('On top of the other') }],
};

export const home = {
  type: 'home',
  blocks: [
    { type: 'header', text: plain('The Home tab') },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'open', text: plain('Open everything') }],
    },
  ],
};
