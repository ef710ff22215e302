import type { RichTextBlock, RichTextElement } from '@slack/types';
import { legible } from '../../core/model/legible-text.js';

/**
 * One piece of what a person reads. Strings are literal: a name that holds `<!channel>`, links or
 * backticks is shown as it is, because rich text has no markup.
 */
export type Inline =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly person: string }
  | { readonly group: string }
  | { readonly channel: string }
  | { readonly time: Date }
  /** A time of which only the day matters. */
  | { readonly day: Date };

export type Sentence = readonly Inline[];

/** A sentence that is always the same: typed as any sentence, so that another language may have other pieces. */
export const sentence = (...pieces: Sentence): Sentence => pieces;

/** A person or a user group, as Slack mentions them. */
export const mentionOf = (who: { readonly kind: 'person' | 'group'; readonly id: string }): Inline =>
  who.kind === 'person' ? { person: who.id } : { group: who.id };

/** An end is the midnight after a day: people read the last minute of that day. */
export const lastMinuteOf = (endsAt: string): Inline => ({ time: new Date(Date.parse(endsAt) - 60_000) });

/** Shown in each reader's own time zone. */
const DATE_FORMAT = '{date_short_pretty} {time}';
const DAY_FORMAT = '{date_short_pretty}';

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);
const utc = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What everybody reads goes through here, or through `escapeMarkup`: nothing in it misleads a reader. */
const text = (shown: string): { readonly type: 'text'; readonly text: string } => ({
  type: 'text',
  text: legible(shown),
});

/** `&`, `<` and `>` are the characters that Slack's own markup begins with. */
export function escapeMarkup(text: string): string {
  return legible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function shownTime(inline: { readonly time: Date } | { readonly day: Date }) {
  return 'time' in inline
    ? { at: inline.time, format: DATE_FORMAT, fallback: utc(inline.time) }
    : { at: inline.day, format: DAY_FORMAT, fallback: inline.day.toISOString().slice(0, 10) };
}

function element(inline: Inline): RichTextElement {
  if (typeof inline === 'string') return text(inline);
  if ('bold' in inline) return { ...text(inline.bold), style: { bold: true } };
  if ('code' in inline) return { ...text(inline.code), style: { code: true } };
  if ('person' in inline) return { type: 'user', user_id: inline.person };
  if ('group' in inline) return { type: 'usergroup', usergroup_id: inline.group };
  if ('channel' in inline) return { type: 'channel', channel_id: inline.channel };
  const { at, format, fallback } = shownTime(inline);
  return { type: 'date', timestamp: seconds(at), format, fallback };
}

/** Lines of sentences as one block. */
export function richText(...lines: readonly Sentence[]): RichTextBlock {
  const elements = lines
    .flatMap((line, index) => (index === 0 ? line : ['\n', ...line]))
    .map(element)
    // Slack refuses a text element without text, also one in bold or in code.
    .filter((one) => one.type !== 'text' || one.text !== '');
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** The words of a sentence that names nobody and no time, for where Slack shows plain text as it is. */
export function unformatted(sentence: Sentence): string {
  return sentence
    .map((inline) => {
      if (typeof inline === 'string') return inline;
      if ('bold' in inline) return inline.bold;
      return 'code' in inline ? inline.code : '';
    })
    .join('');
}

/** Turns sentences into plain text for a notification or screen reader; Slack decodes the mentions and times. */
export function plainText(...lines: readonly Sentence[]): string {
  return lines
    .map((line) =>
      line
        .map((inline) => {
          if (typeof inline === 'string') return escapeMarkup(inline);
          if ('bold' in inline) return escapeMarkup(inline.bold);
          if ('code' in inline) return escapeMarkup(inline.code);
          if ('person' in inline) return `<@${inline.person}>`;
          if ('group' in inline) return `<!subteam^${inline.group}>`;
          if ('channel' in inline) return `<#${inline.channel}>`;
          const { at, format, fallback } = shownTime(inline);
          return `<!date^${seconds(at)}^${format}|${fallback}>`;
        })
        .join(''),
    )
    .join('\n');
}
