import type { Block } from './blocks.js';
import type { ChoiceOption, TextObject } from './composition.js';
import type { Element } from './elements.js';
import { allOptions } from './menus.js';
import { formatDate, type Reader, readMrkdwn } from './mrkdwn.js';
import type { Inline, RichText } from './rich-text.js';
import type { Cell } from './tables.js';

/** `plain_text` is shown as it stands; `mrkdwn` as a person reads it. */
export const readText = (text: TextObject | undefined, reader: Reader): string =>
  text === undefined ? '' : text.type === 'plain_text' ? text.text : readMrkdwn(text.text, reader);

const inlineText = (inline: Inline, reader: Reader): string => {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'link':
      return inline.text ?? inline.url;
    case 'user':
      return `@${reader.nameOf(inline.user_id) ?? inline.user_id}`;
    case 'usergroup':
      return `@${reader.nameOf(inline.usergroup_id) ?? inline.usergroup_id}`;
    case 'channel':
      return `#${reader.nameOf(inline.channel_id) ?? inline.channel_id}`;
    case 'emoji':
      return `:${inline.name}:`;
    case 'broadcast':
      return `@${inline.range}`;
    case 'date':
      return formatDate(inline.timestamp, inline.format, reader);
  }
};

const richText = (block: RichText, reader: Reader): string =>
  block.elements
    .map((part) =>
      part.type === 'rich_text_list'
        ? part.elements
            .map((item) => `• ${item.elements.map((inline) => inlineText(inline, reader)).join('')}`)
            .join('\n')
        : part.elements.map((inline) => inlineText(inline, reader)).join(''),
    )
    .join('\n');

const cellText = (cell: Cell, reader: Reader): string =>
  cell.type === 'rich_text' ? richText(cell, reader) : cell.text;

const optionText = (option: ChoiceOption, reader: Reader): string =>
  [readText(option.text, reader), readText(option.description, reader)]
    .filter((part) => part !== '')
    .join(' – ');

const elementText = (element: Element, reader: Reader): string => {
  if (element.type === 'button') return `[${element.text.text}]`;
  if (element.type === 'checkboxes' || element.type === 'radio_buttons') {
    return element.options.map((option) => `( ) ${optionText(option, reader)}`).join('\n');
  }
  if (
    element.type === 'overflow' ||
    element.type === 'static_select' ||
    element.type === 'multi_static_select'
  ) {
    return `[${allOptions(element)
      .map((option) => option.text.text)
      .join(' | ')}]`;
  }
  return 'placeholder' in element && element.placeholder !== undefined
    ? `[${element.placeholder.text}]`
    : '[ ]';
};

const lines = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

const blockText = (block: Block, reader: Reader): string => {
  const read = (text: TextObject | undefined): string => readText(text, reader);
  switch (block.type) {
    case 'section': {
      const { accessory } = block;
      return lines(
        read(block.text),
        ...(block.fields ?? []).map(read),
        accessory === undefined
          ? ''
          : accessory.type === 'image'
            ? accessory.alt_text
            : elementText(accessory, reader),
      );
    }
    case 'actions':
      return block.elements.map((element) => elementText(element, reader)).join(' ');
    case 'context':
      return block.elements.map((part) => (part.type === 'image' ? part.alt_text : read(part))).join(' ');
    case 'divider':
      return '';
    case 'header':
    case 'alert':
      return read(block.text);
    case 'image':
      return lines(read(block.title), block.alt_text);
    case 'input':
      return lines(read(block.label), read(block.hint), elementText(block.element, reader));
    case 'rich_text':
      return richText(block, reader);
    case 'card':
      return lines(
        ...[block.title, block.subtitle, block.body, block.subtext].map(read),
        (block.actions ?? []).map((button) => elementText(button, reader)).join(' '),
      );
    case 'markdown':
      return block.text;
    case 'table':
      return block.rows.map((row) => row.map((cell) => cellText(cell, reader)).join(' | ')).join('\n');
    case 'data_table':
      return lines(
        block.caption,
        ...block.rows.map((row) => row.map((cell) => cellText(cell, reader)).join(' | ')),
      );
  }
};

/** Blocks as the plain text that `reader` sees, one line a part; buttons in brackets. */
export const textOf = (blocks: readonly Block[], reader: Reader): string =>
  lines(...blocks.map((block) => blockText(block, reader)));
