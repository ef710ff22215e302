import { describe, expect, test } from 'vitest';
import { checkMessageBlocks } from '../../../sandbox/slack/block-kit/check-blocks.js';
import { type Reader, readMrkdwn } from '../../../sandbox/slack/block-kit/mrkdwn.js';
import { textOf } from '../../../sandbox/slack/block-kit/text-of.js';

const NAMES: Readonly<Record<string, string>> = { U0BEN: 'Ben Ortiz', S0DATA: 'data-team', C0DATA: 'data' };
const reader: Reader = { locale: 'en-US', tz: 'Asia/Tokyo', nameOf: (id) => NAMES[id] };

describe('mrkdwn', () => {
  test.each([
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
    ['*bold* _and_ ~gone~', 'bold and gone'],
    ['2*3*4 stays, as does snake_case_name', '2*3*4 stays, as does snake_case_name'],
    ['`code *as is* &lt;x&gt;`', 'code *as is* <x>'],
    ['<@U0BEN> in <#C0DATA> of <!subteam^S0DATA>', '@Ben Ortiz in #data of @data-team'],
    ['<https://example.com/a?b=c|the docs> or <https://example.com>', 'the docs or https://example.com'],
    ['<!date^1767225600^{date_short} at {time}|fallback>', 'Jan 1, 2026 at 9:00 AM'],
  ])('%s is read as %s', (typed, read) => {
    // Newer time formats put a narrow no-break space before AM.
    expect(readMrkdwn(typed, reader).replaceAll('\u202f', ' ')).toBe(read);
  });
});

test('rich text is read exactly, character for character', () => {
  const secret = '*_`~<&amp;>:smile:\\"';
  const checked = checkMessageBlocks([
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: secret }] }],
    },
  ]);
  if (!checked.ok) throw new Error(checked.messages.join());
  expect(textOf(checked.value, reader)).toBe(secret);
});

describe('a message’s blocks', () => {
  const refusedWith = (block: object): readonly string[] => {
    const checked = checkMessageBlocks([block]);
    return checked.ok ? [] : checked.messages;
  };
  const plain = (text: string) => ({ type: 'plain_text', text });
  const option = (value: string) => ({ text: plain(value), value });

  test.each([
    ['a header of 151 characters', { type: 'header', text: plain('x'.repeat(151)) }],
    ['a header in mrkdwn', { type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
    ['a section with nothing in it', { type: 'section' }],
    ['a section with 11 fields', { type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
    ['an actions block without elements', { type: 'actions', elements: [] }],
    ['a text input in an actions block', { type: 'actions', elements: [{ type: 'plain_text_input' }] }],
    [
      '6 overflow entries',
      {
        type: 'actions',
        elements: [{ type: 'overflow', options: ['a', 'b', 'c', 'd', 'e', 'f'].map(option) }],
      },
    ],
    [
      '101 options',
      {
        type: 'actions',
        elements: [
          { type: 'static_select', options: Array.from({ length: 101 }, (_, at) => option(`${at}`)) },
        ],
      },
    ],
    [
      'an initial option that is none of the options',
      {
        type: 'actions',
        elements: [{ type: 'static_select', options: [option('a')], initial_option: option('b') }],
      },
    ],
    [
      'an option value of 151 characters',
      {
        type: 'actions',
        elements: [{ type: 'static_select', options: [{ text: plain('x'), value: 'x'.repeat(151) }] }],
      },
    ],
    [
      'an e-mail input outside a modal',
      { type: 'input', label: plain('x'), element: { type: 'email_text_input' } },
    ],
    [
      'a confirm dialog without words',
      { type: 'actions', elements: [{ type: 'button', text: plain('x'), confirm: { title: plain('x') } }] },
    ],
    [
      'a data table of unequal rows',
      { type: 'data_table', caption: 'x', rows: [[{ type: 'raw_text', text: 'a' }], []] },
    ],
    ['a block that nobody knows', { type: 'hologram' }],
  ])('cannot be %s', (_, block) => {
    expect(refusedWith(block)).toContainEqual(expect.stringMatching(/^\[ERROR\] .+ \[json-pointer:\/blocks/));
  });
});
