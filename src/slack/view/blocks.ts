import type {
  ActionsBlock,
  ContextBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
} from '@slack/types';
import { legible, legibleLine } from '../../core/model/legible-text.js';
import type { ApiClient } from '../../core/model/api-client.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import type { Product } from '../../core/model/product.js';
import type { Message } from '../web-api/slack-calls.js';
import {
  type Inline,
  lastMinuteOf,
  mentionOf,
  plainText,
  richText,
  type Sentence,
} from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** Literal text: no markup, no emoji codes. */
export const plain = (text: string): PlainTextElement => ({
  type: 'plain_text',
  text: legible(text),
  emoji: false,
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(cut(text, 150)) });

export const line = (text: string): SectionBlock => ({ type: 'section', text: plain(cut(text, 3_000)) });

/** A text to copy. Every character stands there as it is: nothing is markup. */
export const preformatted = (text: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});

/** Characters as people see them, each of one or more code units. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Slack refuses what is longer than its limit, so what people wrote is cut where it is only shown; what misleads a
 * reader is marked first, which makes it longer. No character is cut in its middle.
 */
export function cut(text: string, limit: number): string {
  const shown = legible(text);
  if (shown.length <= limit) return shown;
  let kept = '';
  for (const { segment } of characters.segment(shown)) {
    if (kept.length + segment.length >= limit) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Shows a client from its record alone, without asking the API. */
export function recordFacts(words: Words, record: ClientRecord): readonly Sentence[] {
  return clientFacts(words, { ...record, createdAt: Date.parse(record.createdAt) }, record);
}

/**
 * A small line below something. Its markup shows mentions and times, so that text which people wrote must not stand in
 * it.
 */
export const context = (sentence: Sentence): ContextBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: plainText(sentence) }],
});

/** Facts in two columns, each under its label; not for text that people wrote, as in `context`. */
export const fields = (...facts: readonly (readonly [label: string, value: Inline])[]): SectionBlock => ({
  type: 'section',
  fields: facts.map(([label, value]) => ({ type: 'mrkdwn', text: `*${label}*\n${plainText([value])}` })),
});

/** Says that what these products have is missing; nothing where none is. */
export const awayNote = (words: Words, away: readonly Product[]): RichTextBlock[] =>
  away.length === 0 ? [] : [richText(words.productsAway(away))];

/** A message of sentences, and blocks behind them. */
export function message(sentences: readonly Sentence[], ...blocks: readonly KnownBlock[]): Message {
  return { text: plainText(...sentences), blocks: [richText(...sentences), ...blocks] };
}

export function textInput(
  label: string,
  id: string,
  options: { initial?: string; multiline?: boolean; hint?: string; placeholder?: string } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    ...(options.hint !== undefined && { hint: plain(options.hint) }),
    element: {
      type: 'plain_text_input',
      action_id: id,
      multiline: options.multiline ?? false,
      ...(options.initial !== undefined && options.initial !== '' && { initial_value: options.initial }),
      ...(options.placeholder !== undefined && { placeholder: plain(options.placeholder) }),
    },
  };
}

export const actions = (...elements: ActionsBlock['elements']): ActionsBlock => ({
  type: 'actions',
  elements,
});

/** Clients made elsewhere may have no name, or one that is longer than a message bears. */
export function shownName(words: Words, client: ApiClient): string {
  return client.name.trim() === '' ? words.list.noName : cut(legibleLine(client.name), 300);
}

/** Everything that is known about a client, a fact a line. */
export function clientFacts(
  words: Words,
  client: ApiClient,
  record: ClientRecord | undefined,
): readonly Sentence[] {
  const { fact, facts } = words;
  return [
    fact(facts.name, shownName(words, client)),
    fact(facts.clientId, { code: client.id }),
    fact(facts.user, words.alphausUser(client.user)),
    ...(record === undefined
      ? []
      : [
          fact(facts.owner, mentionOf(record.owner)),
          fact(facts.purpose, record.purpose),
          record.claimed === undefined
            ? fact(facts.requester, { person: record.requester })
            : fact(facts.claimed, ...words.ownership.byAt(record.claimed.by, new Date(record.claimed.at))),
        ]),
    ...(client.createdAt === undefined ? [] : [fact(facts.created, { time: new Date(client.createdAt) })]),
    ...(record?.confirmed === undefined
      ? []
      : [fact(facts.confirmed, ...words.ownership.byAt(record.confirmed.by, new Date(record.confirmed.at)))]),
    ...(record?.offered === undefined
      ? []
      : [
          fact(
            facts.offered,
            ...words.ownership.transfer.offeredTo(record.offered.to, new Date(record.offered.until)),
          ),
        ]),
    ...(record?.endsAt === undefined ? [] : [fact(facts.until, lastMinuteOf(record.endsAt))]),
    ...(record === undefined ? [[facts.unknownOrigin]] : []),
  ];
}
